"""A real town becomes a pack that `check` accepts, that runs for half an hour and that can be drawn."""
import re
import struct
import zlib

from story import CACHE, SHARED, Story, VIEWER, main, songdoi, subprocess, summary, unittest

SCENARIO = """scenario: {name}
title: {{vi: "Thành phố nhập", en: "An imported city"}}
city: {name}
start: "2026-10-28T17:30:00+07:00"
for: 1h
seed: 3
rain: {{total_mm: 60, duration: 1h, start: "2026-10-28T17:00:00+07:00", peak: 0.5}}
traffic: {{scale: {scale}}}
expect:
  - expect ledger closes
"""
SIZE = (640, 360)


def unfiltered(kind, row, above, step):
    """One row of a PNG, its prediction undone (RFC 2083, section 6)."""
    out = bytearray(row)
    for k in range(len(out)):
        left = out[k - step] if k >= step else 0
        up = above[k]
        if kind == 1:
            out[k] = (out[k] + left) & 255
        elif kind == 2:
            out[k] = (out[k] + up) & 255
        elif kind == 3:
            out[k] = (out[k] + (left + up) // 2) & 255
        elif kind == 4:
            corner = above[k - step] if k >= step else 0
            guess = left + up - corner
            far = (abs(guess - left), abs(guess - up), abs(guess - corner))
            out[k] = (out[k] + (left, up, corner)[far.index(min(far))]) & 255
    return bytes(out)


def colours_of(data):
    """Width, height and the set of colours of an 8-bit RGB or RGBA picture."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "no PNG"
    at, packed, head = 8, b"", None
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        assert zlib.crc32(kind + body) == struct.unpack(">I", data[at + 8 + length:at + 12 + length])[0], kind
        if kind == b"IHDR":
            head = struct.unpack(">IIBBBBB", body)
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    width, height, depth, colour, _, _, interlace = head
    assert depth == 8 and colour in (2, 6) and interlace == 0, head
    step = 3 if colour == 2 else 4
    raw, above, seen = zlib.decompress(packed), bytes(width * step), set()
    for j in range(height):
        start = j * (width * step + 1)
        above = unfiltered(raw[start], raw[start + 1:start + 1 + width * step], above, step)
        seen.update(above[k:k + 3] for k in range(0, len(above), step))
    return width, height, seen


class Imported(Story):
    def needed(self, name):
        file = SHARED / "data/osm" / name
        if not file.exists():
            raise unittest.SkipTest(f"not there: {file}")
        return file

    def bring_in(self, name, *words):
        pack = self.folder / name
        made = songdoi("city", "import", *words, "--out", pack)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertEqual(songdoi("check", pack).returncode, 0)
        info = songdoi("city", "info", pack).stdout
        self.assertEqual(info.split("\n")[0], name)
        for line in re.findall(r"^import: (.*)$", made.stderr, re.M):
            self.assertIn(line, info, "the pack remembers its import log")
        self.assertRegex(info, r"signals +assumed")
        return info

    def half_an_hour(self, name, scale):
        scenario = self.folder / f"{name}.yaml"
        scenario.write_text(SCENARIO.format(name=name, scale=scale), encoding="utf-8")
        checked = songdoi("check", scenario)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        run = self.play(scenario, f"{name}_run", "--for", "30min")
        found = summary(run)
        self.assertEqual(found["ledger"]["unexplained"], 0)
        self.assertGreater(found["ledger"]["accepted"], 1000)
        self.assertEqual(round(found["sim_seconds"]), 1800)
        return run

    def render(self, run):
        if not VIEWER.exists():
            raise unittest.SkipTest(f"the viewer was not built: {VIEWER}")
        picture = run / "seen.png"
        done = subprocess.run([str(VIEWER), str(run), "--headless", "--screenshot", str(picture), "--size",
                               f"{SIZE[0]}x{SIZE[1]}"], capture_output=True, text=True, timeout=300, check=False)
        self.assertEqual(done.returncode, 0, done.stderr[-2000:])
        data = picture.read_bytes()
        width, height, seen = colours_of(data)
        self.assertEqual((width, height), SIZE)
        self.assertGreater(len(data), 20_000, "a picture, not one flat colour")
        self.assertGreater(len(seen), 1_000)

    def test_hoan_kiem(self):
        town = self.needed("hoankiem.osm.gz")
        info = self.bring_in("hoankiem", "--osm", town)
        self.assertRegex(info, r"terrain +synthetic")
        self.assertIn("assumed datum", info)
        self.render(self.half_an_hour("hoankiem", 1.0))

    def test_north_bayreuth_on_its_terrain(self):
        town, dem = self.needed("north-bayreuth.osm.pbf"), self.needed("north-bayreuth-srtm.tif")
        info = self.bring_in("bayreuth", "--osm", town, "--dem", dem, "--datum", "EGM96", "--name", "bayreuth")
        self.assertRegex(info, r"terrain +imported")
        self.assertIn("levels above EGM96", info)
        self.render(self.half_an_hour("bayreuth", 0.3))


if __name__ == "__main__":
    main()
