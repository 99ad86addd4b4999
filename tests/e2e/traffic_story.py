"""SUMO's cases through the command line: places of vehicles in both forms, trips from a matrix, SUMO beside us."""
import gzip
import os
import subprocess
import xml.etree.ElementTree as xml

from sumo_case import write_case
from story import SHARED, Story, json, main, shutil, songdoi, unittest

ATTRIBUTES = ["id", "x", "y", "angle", "type", "speed", "pos", "lane", "slope"]


def steps(file):
    """[(time, {vehicle: attributes}), …] of an FCD file, plain or gzipped."""
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as text:
        root = xml.parse(text).getroot()
    return [(float(step.get("time")), {row.get("id"): row.attrib for row in step}) for step in root]


class Traffic(Story):
    def setUp(self):
        super().setUp()
        self.case = write_case(self.folder)
        self.out = self.folder / "out"

    def good(self, *words):
        done = songdoi(*words)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def play(self, *words):
        return self.good("traffic", self.case, "--out", self.out, "--end", 120, "--quiet", *words)

    def test_places_in_both_forms_are_the_same(self):
        self.play("--fcd-output", "run.fcd.xml.gz", "--tripinfo-output", "trips.xml", "--summary-output", "summary.xml",
                  "--statistic-output", "statistic.xml")
        said = self.play("--fcd-output", "run.sdfcd")
        self.assertIn("run.sdfcd", said)
        said = self.good("traffic", "fcd", self.out / "run.sdfcd", self.out / "back.fcd.xml")
        self.assertIn("120 steps", said)
        direct, back = steps(self.out / "run.fcd.xml.gz"), steps(self.out / "back.fcd.xml")
        self.assertEqual([time for time, _ in direct], [float(k) for k in range(120)])
        self.assertEqual([time for time, _ in back], [time for time, _ in direct])
        places = 0
        for (_, ours), (_, again) in zip(direct, back):
            self.assertEqual(list(ours), list(again))
            for vehicle, row in ours.items():
                self.assertEqual(list(row), ATTRIBUTES)
                places += 1
                for key in ("id", "type", "lane"):
                    self.assertEqual(row[key], again[vehicle][key])
                for key in ("x", "y", "angle", "speed", "pos"):
                    self.assertAlmostEqual(float(row[key]), float(again[vehicle][key]), delta=0.0101)
        self.assertGreater(places, 100)
        seen = {vehicle for _, row in direct for vehicle in row}
        trips = {row.get("id") for row in xml.parse(self.out / "trips.xml").getroot()}
        self.assertTrue(trips and trips <= seen, f"{trips} beside {seen}")
        self.assertEqual(len(xml.parse(self.out / "summary.xml").getroot()), 120)
        counted = xml.parse(self.out / "statistic.xml").getroot().find("vehicleTripStatistics").get("count")
        self.assertEqual(int(counted), len(trips))

    def test_a_case_may_ask_itself_and_for_some_steps_only(self):
        text = self.case.read_text().replace(
            "</input>", "</input><output><fcd-output value='asked.xml'/></output>"
            "<fcd_device><device.fcd.begin value='7'/><device.fcd.period value='5'/></fcd_device>")
        self.case.write_text(text)
        self.play()
        self.assertEqual([time for time, _ in steps(self.out / "asked.xml")], [7.0 + 5 * k for k in range(23)])
        self.play("--device.fcd.begin", 100, "--device.fcd.period", 0)
        self.assertEqual([time for time, _ in steps(self.out / "asked.xml")], [float(k) for k in range(100, 120)])

    def test_columns_that_are_cut_are_told(self):
        self.play("--fcd-output", "run.sdfcd")
        whole = (self.out / "run.sdfcd").read_bytes()
        for size, says in ((0, "too short"), (8, "too short"), (len(whole) - 3, "is cut off")):
            (self.out / "cut.sdfcd").write_bytes(whole[:size])
            done = songdoi("traffic", "fcd", self.out / "cut.sdfcd", self.out / "cut.xml")
            self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
            self.assertIn("cut.sdfcd", done.stderr)
            self.assertIn(says, done.stderr)

    def test_columns_do_not_reach_everywhere(self):
        net = self.folder / "s.net.xml"
        net.write_text(net.read_text(encoding="utf-8").replace('"100.10,-1.60 200.00', '"100.10,-1.60 5630866.00'),
                       encoding="utf-8")
        done = songdoi("traffic", self.case, "--out", self.out, "--quiet", "--fcd-output", "run.sdfcd")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("lane 'bc_0' lies more than 2000 km off", done.stderr)

    def demand(self, *words):
        out = self.folder / "trips.rou.xml"
        self.good("traffic", "demand", "--net-file", self.folder / "s.net.xml", "--additional-files",
                  self.folder / "types.add.xml", "--taz-files", self.folder / "taz.xml", "--tazrelation-files",
                  self.folder / "od.xml", "--output-file", out, *words)
        return out, xml.parse(out).getroot().findall("trip")

    def test_trips_from_a_matrix(self):
        out, trips = self.demand()
        first = out.read_bytes()
        self.assertEqual(len(trips), 59)  # the matrix's sum
        self.assertEqual({trip.get("type") for trip in trips}, {"car", "mix"})
        departs = [float(trip.get("depart")) for trip in trips]
        self.assertEqual(departs, sorted(departs))
        self.demand()
        self.assertEqual(out.read_bytes(), first, "the same seed gives the same trips")
        self.assertNotEqual(self.demand("--seed", 5)[0].read_bytes(), first)
        self.assertEqual(len(self.demand("--scale", 2)[1]), 118)
        late = self.demand("--begin", 1800)[1]
        self.assertTrue(0 < len(late) < 59 and min(float(trip.get("depart")) for trip in late) >= 1800.0)
        noon = self.demand("--timeline", ",".join(["0"] * 12 + ["1"] + ["0"] * 11))[1]
        self.assertEqual({int(float(trip.get("depart")) // 3600) for trip in noon}, {12})

        out, trips = self.demand()
        drive = self.folder / "drive.sumocfg"
        drive.write_text("<configuration><input><net-file value='s.net.xml'/><route-files value='trips.rou.xml'/>"
                         "</input></configuration>")
        self.assertIn(f"{len(trips)} loaded", self.good("traffic", drive, "--quiet", "--end", 7200))
        if shutil.which("sumo") is None:
            raise unittest.SkipTest("sumo is not installed: it would drive the same trips")
        done = subprocess.run(["sumo", "-c", drive, "-X", "never", "--no-step-log", "--end", "7200",
                               "--statistic-output", self.folder / "theirs.xml"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        loaded = xml.parse(self.folder / "theirs.xml").getroot().find("vehicles").get("loaded")
        self.assertEqual(int(loaded), len(trips))

    def test_verification_says_what_it_could_not_measure(self):
        there = SHARED / "data/traffic/cologne8"
        if there.exists():
            shutil.copytree(there, self.folder / "cologne8")
        done = songdoi("traffic", "verify", "--quick", "--json", "--reference", self.folder,
                       env={**os.environ, "PATH": str(self.folder), "TMPDIR": str(self.folder)})
        self.assertEqual(done.returncode, 1, done.stderr)
        rows = {row["name"]: row for row in json.loads(done.stdout)["rows"]}
        self.assertIn("Krauss sigma 0 ring n=20", rows)
        unmeasured = {name: row["note"] for name, row in rows.items() if row["value"] is None}
        self.assertFalse(any(rows[name]["ok"] for name in unmeasured))
        self.assertIn("bologna-acosta", unmeasured["Bologna acosta against SUMO"])
        if there.exists():
            self.assertTrue(rows["cologne8 arrived"]["ok"])
            for name in ("trip durations, Kolmogorov-Smirnov distance", "loop counts with GEH < 5, share"):
                self.assertIn("'sumo' is not installed", unmeasured["cologne8 " + name])

    def test_rows_are_shaped_like_sumos(self):
        if shutil.which("sumo") is None:
            raise unittest.SkipTest("sumo is not installed")
        # Without the closing, which SUMO plays and we do not, and the stop that stands in the same file.
        self.case.write_text(self.case.read_text().replace('<additional-files value="s.add.xml"/>', ""))
        routes = self.folder / "s.rou.xml"
        routes.write_text(routes.read_text().replace('<stop busStop="s" duration="20"/>', ""))
        self.play("--fcd-output", "ours.xml")
        done = subprocess.run(["sumo", "-c", self.case, "-X", "never", "--no-step-log", "--end", "120", "--fcd-output",
                               self.folder / "theirs.xml"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        ours, theirs = steps(self.out / "ours.xml"), steps(self.folder / "theirs.xml")
        self.assertEqual([time for time, _ in ours], [time for time, _ in theirs])
        rows = [list(row) for _, vehicles in theirs for row in vehicles.values()]
        self.assertTrue(rows and all(row == ATTRIBUTES for row in rows))
        self.assertEqual({v for _, row in ours for v in row}, {v for _, row in theirs for v in row})


if __name__ == "__main__":
    main()
