"""Every malformed input gets a precise message and a bad exit code; nothing crashes, nothing is half-written."""
import gzip

from story import CACHE, SHARED, Story, json, main, shutil, songdoi, unittest

HEAD = 'scenario: bad\ntitle: {vi: "a", en: "a"}\ncity: my_tho\nstart: "2026-10-28T16:00:00+07:00"\nfor: 1h\n'

# name → (text, words that the message must hold)
SCENARIOS = {
    "yaml": ("name: [", ["yaml.yaml:1"]),
    "empty": ("", ["empty.yaml"]),
    "list": ("- a\n- b\n", ["list.yaml:1"]),
    "unknown_key": (HEAD + "wether: {}\n", ["unknown_key.yaml:6:1", "wether"]),
    "start": (HEAD.replace("2026-10-28T16:00:00+07:00", 'yesterday'), ["start.yaml:4"]),
    "length": (HEAD.replace("for: 1h", "for: soon"), ["length.yaml:5"]),
    "seed": (HEAD + "seed: -3\n", ["seed.yaml:6"]),
    "event": (HEAD + 'events:\n  - at 16:10 explode "x"\n', ["event.yaml:7", "explode"]),
    "event_time": (HEAD + 'events:\n  - at 27:10 close road "x"\n', ["event_time.yaml:7"]),
    "expect": (HEAD + "expect:\n  - by 16:30 expect wonders\n", ["expect.yaml:7"]),
    "rain": (HEAD + "rain: {total_mm: heavy}\n", ["rain.yaml:6"]),
    "two_errors": (HEAD.replace("for: 1h", "for: soon") + "wether: {}\n", ["two_errors.yaml:5", "two_errors.yaml:6:1"]),
}

CLI = {
    "no command": ([], []),
    "unknown command": (["fly"], ["fly"]),
    "no scenario": (["run"], ["scenario"]),
    "missing file": (["run", "none.yaml"], ["none.yaml"]),
    "speed": (["run", "scenarios/library/cut_10min.yaml", "--speed", "fast"], ["fast", "max"]),
    "length": (["run", "scenarios/library/cut_10min.yaml", "--for", "5"], ["--for", "10min"]),
    "threads": (["run", "scenarios/library/cut_10min.yaml", "--threads", "0"], ["threads"]),
    "role": (["run", "scenarios/library/cut_10min.yaml", "--role", "king"], ["role"]),
    "remote": (["run", "scenarios/library/cut_10min.yaml", "--role", "sim", "--bus", "tcp://192.0.2.1:5700"], ["192.0.2.1"]),
    "no run": (["replay", "tests"], ["tests"]),
    "no pack": (["check", "docs"], ["docs"]),
    "box": (["city", "import", "--osm", "x.osm", "--bbox", "1,2,3", "--out", "out/none"], ["bbox"]),
}


def varint(number):
    """A whole number as protobuf writes it."""
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def field(number, value):
    """One field of a message: whole numbers as varints, bytes with their length."""
    if isinstance(value, bytes):
        return varint(number << 3 | 2) + varint(len(value)) + value
    return varint(number << 3) + varint(value)


SCHEMA = field(1, 1)
ROW = field(3, b"\x02") + field(4, b"\x01") + field(5, b"\x02") + field(7, b"\x00")  # a reading but for its values

# name → (kind, bytes, words that the message must hold); see twin/wire/contract.proto
FRAMES = {
    "noise": ("readings", b"\xff" * 40, ["40 bytes are not this message"]),
    "cut": ("readings", (SCHEMA + ROW)[:-1], ["are not this message"]),
    "nothing": ("readings", b"", ["schema 0, expected 1"]),
    "tomorrow": ("readings", field(1, 7), ["schema 7, expected 1"]),
    "column": ("readings", SCHEMA + field(3, b"\x02\x02") + field(4, b"\x01"), ["columns of different length"]),
    "arity": ("readings", SCHEMA + ROW + field(8, b"\x09"), ["value count outside 1…3"]),
    "values": ("readings", SCHEMA + ROW + field(8, b"\x02") + field(9, b"\0\0\0\0"), ["do not add up"]),
    "boot": ("readings", SCHEMA + ROW.replace(field(4, b"\x01"), field(4, varint(70000))) + field(8, b"\x01")
             + field(9, b"\0\0\0\0"), ["boot above 65535"]),
    "report": ("reports", SCHEMA + field(2, field(4, 77)), ["reports: "]),
    "command": ("commands", SCHEMA + field(2, field(5, 99)), ["command"]),
    "channel": ("truth", SCHEMA + field(3, field(1, 9999)), ["truth"]),
    "picture": ("picture", SCHEMA + field(2, b"no zstd frame"), ["without a stated size"]),
    "control": ("control", SCHEMA + field(2, 55), ["control: "]),
    "long_line": ("control", SCHEMA + field(2, 4) + field(5, b"x" * 5000), ["control: "]),
    "topic": ("envelope", SCHEMA + field(2, 200) + field(6, 1), ["unknown topic"]),
    "seq": ("envelope", SCHEMA, ["numbering starts at 1"]),
    "ack": ("ack", SCHEMA + field(2, 200), ["unknown stream"]),
}


class Malformed(Story):
    def refused(self, words, says, name):
        done = songdoi(*words)
        self.assertIn(done.returncode, (1, 2), f"{name}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        said = done.stdout + done.stderr
        self.assertNotIn("AddressSanitizer", said, name)
        self.assertNotIn("this is a bug", said, name)
        self.assertTrue(said.strip(), f"{name}: no message")
        for word in says:
            self.assertIn(word, said, name)

    def test_scenarios(self):
        for name, (text, says) in SCENARIOS.items():
            file = self.folder / f"{name}.yaml"
            file.write_text(text, encoding="utf-8")
            self.refused(["check", file], says, name)

    def test_command_lines(self):
        for name, (words, says) in CLI.items():
            self.refused(words, says, name)

    def test_frames_of_the_bus(self):
        for name, (kind, data, says) in FRAMES.items():
            file = self.folder / f"{name}.bin"
            file.write_bytes(data)
            self.refused(["frame", kind, file], [f"{name}.bin"] + says, name)
        file.write_bytes(SCHEMA + ROW + field(8, b"\x01") + field(9, b"\0\0\0\0"))
        good = songdoi("frame", "readings", file)
        self.assertEqual((good.returncode, "1 readings, 1 values" in good.stdout), (0, True), good.stdout + good.stderr)

    def test_city_packs(self):
        good = self.folder / "good"
        built = songdoi("city", "build", "my_tho", "--out", good)
        self.assertEqual(built.returncode, 0, built.stderr)
        self.assertEqual(songdoi("check", good).returncode, 0)
        layers = sorted(f for f in good.iterdir() if f.name != "manifest.json")
        self.assertGreater(len(layers), 5)

        def harm(name, change):
            pack = self.folder / name
            shutil.copytree(good, pack)
            change(pack)
            self.refused(["check", pack], [name], name)
            shutil.rmtree(pack)

        def edit(pack, change):
            manifest = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))
            change(manifest)
            (pack / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

        def flip(file):
            data = bytearray(file.read_bytes())
            data[len(data) // 2] ^= 0x40
            file.write_bytes(data)

        harm("no_manifest", lambda p: (p / "manifest.json").unlink())
        harm("manifest_text", lambda p: (p / "manifest.json").write_text("{"))
        harm("newer_format", lambda p: edit(p, lambda m: m.update(format=99)))
        for layer in layers[:3]:
            harm("missing_" + layer.stem, lambda p, n=layer.name: (p / n).unlink())
            harm("short_" + layer.stem, lambda p, n=layer.name: (p / n).write_bytes((p / n).read_bytes()[:-7]))
            harm("flipped_" + layer.stem, lambda p, n=layer.name: flip(p / n))

    def test_streets_and_terrain(self):
        out = self.folder / "pack"
        for name, data, says in (("text.osm", b"hello", "text.osm"), ("html.osm", b"<html></html>", "html.osm"),
                                 ("cut.osm.gz", gzip.compress(b"<osm version='0.6'><node id='1'")[:-4], "cut.osm.gz"),
                                 ("noise.osm.pbf", bytes(range(256)) * 8, "noise.osm.pbf"),
                                 ("empty.osm", b"<?xml version='1.0'?><osm version='0.6'></osm>", "holds no streets")):
            (self.folder / name).write_bytes(data)
            self.refused(["city", "import", "--osm", self.folder / name, "--out", out], [says], name)
            self.assertFalse(out.exists(), "nothing half-written")
        town = SHARED / "data/osm/hoankiem.osm.gz"
        dem = SHARED / "data/osm/north-bayreuth-srtm.tif"
        if not town.exists() or not dem.exists():
            raise unittest.SkipTest(f"not there: {town}")
        cut = self.folder / "cut.tif"
        cut.write_bytes(dem.read_bytes()[:5000])
        text = self.folder / "text.tif"
        text.write_text("no raster")
        for file, says in ((text, "is not a raster"), (cut, "cut.tif"), (dem, "does not cover")):
            self.refused(["city", "import", "--osm", town, "--dem", file, "--out", out], [says], file.name)
            self.assertFalse(out.exists(), "nothing half-written")

    def test_damaged_run_directories(self):
        run = self.play("scenarios/library/cut_10min.yaml", "run", "--for", "1min")
        for name in ("issues.sdj", "hashes.sdj", "inputs.sdj"):
            copy = self.folder / ("damaged_" + name)
            shutil.copytree(run, copy)
            data = bytearray((copy / name).read_bytes())
            data[len(data) // 3] ^= 0xFF
            (copy / name).write_bytes(data)
            words = ["ledger", copy] if name == "issues.sdj" else ["replay", copy, "--cache", CACHE]
            done = songdoi(*words)
            self.assertIn(done.returncode, (1, 2, 3), name)
            self.assertIn(name, done.stdout + done.stderr)


if __name__ == "__main__":
    main()
