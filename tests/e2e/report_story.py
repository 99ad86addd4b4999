"""A short run leaves a report that two languages can read without a network, and pictures of its scene."""
import html.parser
import re
import struct
import zlib

from story import (CACHE, CUT, SANITIZED, Story, VIEWER, json, main, signal, songdoi, summary, unittest, wait_until)

LENGTH = "1min" if SANITIZED else "3min"
SECTIONS = {"Kỳ vọng của kịch bản": "What the scenario expects", "Bản đồ độ sâu ngập lớn nhất": "Map of greatest depth",
            "Nước và mưa: sự thật và bản sao": "Water and rain: truth and twin", "Thoát nước": "Storm drains",
            "Giao thông và dịch vụ": "Traffic and services",
            "Báo động của trung tâm điều hành": "Alarms of the operations centre", "Sổ số đo": "Ledger of readings",
            "Dữ liệu đến từ đâu": "Where the data come from"}
VOID = {"meta", "img", "br", "line", "circle", "path", "rect", "use", "link", "input", "hr", "polyline", "polygon", "stop"}
WARNING = "địa hình giả định – không dùng để phê duyệt / synthetic terrain, not for approval"


class Seen(html.parser.HTMLParser):
    """The text that a reader sees with one language switched on: what the style sheet hides is left out."""

    def __init__(self, language):
        super().__init__(convert_charrefs=True)
        self.hidden = "en" if language == "vi" else "vi"
        self.open = []
        self.text = []

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        classes = (dict(attrs).get("class") or "").split()
        below = bool(self.open) and self.open[-1][1]
        self.open.append((tag, below or (self.hidden in classes and tag != "body") or tag in ("style", "script")))

    def handle_endtag(self, tag):
        while self.open and tag not in VOID:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data):
        if not (self.open and self.open[-1][1]):
            self.text.append(data)

    @classmethod
    def of(cls, page, language):
        reader = cls(language)
        reader.feed(page)
        return re.sub(r"\s+", " ", " ".join(reader.text))


def picture_colours(file, rows):
    return picture(file, rows)[3]


def picture(file, rows):
    """Width, height, and how many and which colours the first rows of an 8-bit RGB PNG hold."""
    data = file.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", file
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    assert (depth, kind) == (8, 2), file
    packed = b""
    at = 8
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at:at + 8])
        packed += data[at + 8:at + 8 + size] if name == b"IDAT" else b""
        at += 12 + size
    raw = zlib.decompressobj().decompress(packed, rows * (width * 3 + 1))
    before = bytearray(width * 3)
    colours = set()
    for r in range(rows):
        how, *row = raw[r * (width * 3 + 1):(r + 1) * (width * 3 + 1)]
        row = bytearray(row)
        for i in range(len(row)) if how else ():
            a, b, c = (row[i - 3], before[i], before[i - 3]) if i > 2 else (0, before[i], 0)
            if how == 4:
                p = a + b - c
                near = (abs(p - a), abs(p - b), abs(p - c))
                guess = (a, b, c)[near.index(min(near))]
            else:
                guess = (a, b, (a + b) // 2)[how - 1]
            row[i] = (row[i] + guess) & 255
        colours.update(zip(row[0::3], row[1::3], row[2::3]))
        before = row
    return width, height, len(colours), colours


class Report(Story):
    def test_report_and_pictures(self):
        run = self.folder / "run"
        viewer = VIEWER.exists() and not SANITIZED
        done = songdoi("run", CUT, "--for", LENGTH, "--out", run, "--cache", CACHE, "--quiet",
                       "--pictures" if viewer else "--no-pictures")
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])
        page = (run / "report.html").read_text(encoding="utf-8")
        vi, en = Seen.of(page, "vi"), Seen.of(page, "en")
        with self.subTest("sections follow the switch"):
            for in_vi, in_en in SECTIONS.items():
                self.assertIn(in_vi, vi)
                self.assertNotIn(in_vi, en)
                self.assertIn(in_en, en)
                self.assertNotIn(in_en, vi)
            self.assertIn("lang('en')", page)
            self.assertIn("body.vi .en,body.en .vi{display:none}", page)
        with self.subTest("charts and names follow it too"):
            for in_vi, in_en in (("tủ điện mất điện", "cabinets without power"), ("đang chạy", "moving"), ("địa hình", "terrain"),
                                 ("> 0,3 m", "> 0.3 m")):
                self.assertIn(in_vi, vi)
                self.assertNotIn(in_vi, en.replace(WARNING, ""))
                self.assertIn(in_en, en)
            self.assertIn("m, Hòn Dấu", vi, "levels say their unit and datum")
        with self.subTest("self-contained"):
            for address in re.findall(r'(?:src|href|xlink:href|action)\s*=\s*["\']([^"\']*)', page):
                self.assertTrue(address.startswith(("data:", "#")), address[:80])
            self.assertNotRegex(page, r"url\(\s*['\"]?https?:|@import")
        with self.subTest("warning, attribution, command, ledger"):
            for seen in (vi, en):
                self.assertIn(WARNING, seen)
                self.assertIn("OpenStreetMap", seen)
                self.assertIn("songdoi run", seen)
                self.assertIn("cut_10min.yaml", seen)
            ledger = summary(run)["ledger"]
            issued, accepted = ledger["issued"], ledger["accepted"]
            self.assertRegex(en, rf"issued\s+{issued}\b")
            self.assertRegex(en, rf"accepted\s+{accepted}\b")
            self.assertRegex(en, r"unexplained\s+0\b")
            self.assertIn("The ledger closes.", en)
        with self.subTest("map"):
            width, height, colours, _ = picture(run / "pictures" / "max_depth.png", 200)
            self.assertGreater(width, 1000)
            self.assertGreater(height, 500)
            self.assertGreater(colours, 50)
            self.assertIn("Colour legend: 0.05 · 0.1 · 0.3 · 0.6 · 1 m", en)
            self.assertIn("North is up; the scale bar", en)
            self.assertIn("Bắc ở phía trên; thước tỷ lệ", vi)
            ramp = {(198, 226, 245), (60, 34, 120)}  # both ends of the legend, wherever water stands on the map
            self.assertGreaterEqual(picture_colours(run / "pictures" / "max_depth.png", 320), ramp)
        if not viewer:
            raise unittest.SkipTest(f"no pictures of the scene: {VIEWER} is not there")
        names = sorted(f.name for f in (run / "pictures").glob("scene_*.png"))
        for name in ("scene_1_overview.png", "scene_2_street.png", "scene_4_difference.png"):
            self.assertIn(name, names, done.stderr[-2000:])
        for name in names:
            width, height, colours, _ = picture(run / "pictures" / name, 220)
            self.assertEqual((width, height), (1600, 900))
            self.assertGreater(colours, 300, f"{name} is more than a flat sheet")
        self.assertEqual(page.count("data:image/png;base64,"), len(names) + 1, "the report holds the map and every picture")

    def test_an_interrupted_run_has_pictures_of_what_was_played(self):
        if not VIEWER.exists() or SANITIZED:
            raise unittest.SkipTest(f"no pictures of the scene: {VIEWER} is not there")
        process = self.child("run", CUT, "--out", self.folder / "cut", "--cache", CACHE, "--quiet", "--pictures", "--no-report",
                             "--speed", "60", log="cut.log")
        status = self.folder / "cut" / "status.json"
        wait_until(lambda: status.exists() and json.loads(status.read_text())["sim_seconds"] >= 65, 120, "65 simulated seconds")
        process.send_signal(signal.SIGINT)
        self.assertIn(process.wait(timeout=120), (0, 1), (self.folder / "cut.log").read_text()[-2000:])
        self.assertTrue(summary(self.folder / "cut")["partial"])
        names = {f.name for f in (self.folder / "cut" / "pictures").glob("scene_*.png")}
        self.assertGreaterEqual(names, {"scene_1_overview.png", "scene_2_street.png", "scene_4_difference.png"},
                                (self.folder / "cut.log").read_text()[-2000:])


if __name__ == "__main__":
    main()
