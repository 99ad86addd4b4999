"""A stand-alone flood case from its file to maps, curves and report; orders while it runs; what it refuses."""
import csv
import subprocess
import unittest

from story import SONGDOI, SOURCE, Story, json, main, shutil, songdoi

CASE = SOURCE / "scenarios" / "flood_cases" / "dyke_breach.yaml"
HEAD = ('flood: bad\ncrs: EPSG:32648\nstart: "2026-10-28T14:00:00+07:00"\nfor: 10min\n'
        'terrain: {box: [648000, 1145000, 648400, 1145400], cell_m: 10, level_m: 1.0}\n')

# name → (text, words that the message must hold)
BAD = {
    "no_crs": (HEAD.replace("crs: EPSG:32648\n", ""), ["no_crs.yaml:1", "crs"]),
    "degrees": (HEAD.replace("32648", "4326"), ["degrees.yaml:2", "EPSG:4326"]),
    "crs_word": (HEAD.replace("EPSG:32648", "utm"), ["crs_word.yaml:2", "EPSG:"]),
    "off_grid": (HEAD + "rims:\n  - {side: west, from_m: 900, to_m: 1000, level_m: 1.5}\n",
                 ["off_grid.yaml:7", "off the grid", "400 m long"]),
    "point_off": (HEAD + "points:\n  - {name: far, at: [1, 2]}\n", ["point_off.yaml:7", "off the grid"]),
    "two_kinds": (HEAD + "rims:\n  - {side: west, level_m: 1.5, open: true}\n", ["two_kinds.yaml:7", "exactly one"]),
    "side": (HEAD + "rims:\n  - {side: vest, open: true}\n", ["side.yaml:7", "west"]),
    "same_cell": (HEAD + "structures:\n  - {gate: G, from: [648101, 1145101], to: [648102, 1145102]}\n",
                  ["same_cell.yaml:7", "same cell"]),
    "rule": (HEAD + "structures:\n  - {gate: G, from: [648101, 1145101], to: [648142, 1145102], rule: open if wet}\n",
             ["rule.yaml:7", "open while"]),
    "gauge": (HEAD + "structures:\n  - {gate: G, from: [648101, 1145101], to: [648142, 1145102],\n"
              "     rule: open while level(here) > 1}\n", ["gauge.yaml:8", "here", "inside"]),
    "pump": (HEAD + "structures:\n  - {pump: P, from: [648101, 1145101], to: [648142, 1145102], curve: [[2, 1], [1, 1]]}\n",
             ["pump.yaml:7", "rise"]),
    "dyke": (HEAD + "breaches:\n  - {name: b, dyke: none, at: [648101, 1145101]}\n", ["dyke.yaml:7", "no dyke"]),
    "order": (HEAD + "events:\n  - at +5min set gate \"G\" to 0.5\n", ["order.yaml:7", "no gate"]),
    "raster": (HEAD.replace("terrain: {", "terrain: {raster: none.tif, "), ["none.tif", "not a raster"]),
    "box": (HEAD.replace("cell_m: 10", "cell_m: 7"), ["box.yaml:5", "whole cells"]),
    "soil": (HEAD + "losses: {method: green_amt}\n", ["soil.yaml:6", "green_ampt"]),
    "step": (HEAD + "longest_step: -1s\n", ["step.yaml:6", "duration"]),
    "sewer": (HEAD + "drains: {network: none.inp}\n", ["none.inp"]),
    "name": (HEAD.replace("flood: bad", "flood: ../../evil"), ["name.yaml:1", "only letters"]),
    "crs_tail": (HEAD.replace("32648", "32648abc"), ["crs_tail.yaml:2", "EPSG:"]),
    "overlap": (HEAD + "rims:\n  - {name: a, side: west, level_m: 1.5}\n  - {name: b, side: west, to_m: 50, open: true}\n",
                ["overlap.yaml:8", "overlap"]),
    "rating": (HEAD + "rims:\n  - {side: west, rating: [[1.0, 2.0]]}\n", ["rating.yaml:7", "two or more"]),
    "sill": (HEAD + "structures:\n  - {gate: G, from: [648101, 1145101], to: [648142, 1145102], width_m: 2}\n",
             ["sill.yaml:7", "sill_m"]),
    "huge": (HEAD.replace("648400, 1145400], cell_m: 10", "658400, 1155400], cell_m: 0.1"), ["huge.yaml:5"]),
    "first_water": (HEAD + "initial: {level_m: 5, depth_m: 1}\n", ["first_water.yaml:6", "keep one"]),
    "line_off": (HEAD + "flow_lines:\n  - {name: q, line: [[1, 1], [2, 2]]}\n", ["line_off.yaml:7"]),
    "window": (HEAD + "windows:\n  - {name: w, box: [648105, 1145100, 648200, 1145200]}\n",
               ["window.yaml:7", "line of the 10 m grid"]),
    "window_rim": (HEAD + "windows:\n  - {name: w, box: [648000, 1145100, 648200, 1145200]}\n",
                   ["window_rim.yaml:7", "away from its rim"]),
    "canal_wide": (HEAD + "canals:\n  - {name: K, line: [[648010, 1145205], [648390, 1145205]], width_m: 12, depth_m: 1}\n",
                   ["canal_wide.yaml:7:70", "wider than a cell"]),
    "canal_bed": (HEAD + "canals:\n  - {name: K, line: [[648010, 1145205], [648390, 1145205]], width_m: 3}\n",
                  ["canal_bed.yaml:7", "neither bed_m nor depth_m"]),
    "canal_list": (HEAD + "canals:\n  - {name: K, line: [[648010, 1145205], [648390, 1145205]], width_m: [3, 2, 1], depth_m: 1}\n",
                   ["canal_list.yaml:7", "3 values for 2 points"]),
    "canal_high": (HEAD + "canals:\n  - {name: K, line: [[648010, 1145205], [648390, 1145205]], width_m: 3, bed_m: 1.5}\n",
                   ["canal_high.yaml:7", "lower than the canal's bed"]),
    "canal_top": (HEAD + "canals:\n  - {name: K, line: [[648010, 1145205], [648390, 1145205]], width_m: 3, depth_m: 2,\n"
                  "     side_slope: 2}\n", ["canal_top.yaml:7", "11.0 m wide at its banks"]),
    "canal_end": (HEAD + "canals:\n  - {name: K, line: [[648010, 1145205], [648390, 1145205]], width_m: 3, depth_m: 1,\n"
                  "     begin: {level_m: 1, free: true}}\n", ["canal_end.yaml:8", "exactly one"]),
    "canal_name": (HEAD + "canals:\n  - {name: Kênh, line: [[648010, 1145205], [648390, 1145205]], width_m: 3, depth_m: 1}\n"
                   "points:\n  - {name: p, canal: Kên, at: [648100, 1145205]}\n", ["canal_name.yaml:9", "Kênh"]),
    "canal_layer": (HEAD + "canals:\n  - {layer: none.gpkg}\n", ["canal_layer.yaml:7", "none.gpkg"]),
    "canal_gate": (HEAD + "canals:\n  - {name: K, line: [[648010, 1145205], [648390, 1145205]], width_m: 3, depth_m: 1}\n"
                   "structures:\n  - {gate: G, on: K, at: [648100, 1145390], sill_m: 0, width_m: 2}\n",
                   ["canal_gate.yaml:9", "185 m from canal"]),
    "porous_fv": (HEAD + "scheme: fv1\nbuildings: {layer: none.gpkg, as: porous}\n",
                  ["porous_fv.yaml:7:35", "fv1 does not know porous", "inertia"]),
    "porous_layer": (HEAD + "buildings: {layer: none.gpkg, as: porous}\n", ["porous_layer.yaml:6", "none.gpkg"]),
    "unknown": (HEAD + "wind: 3\n", ["unknown.yaml:6", "wind"]),
    "series": (HEAD + "rain: {uniform_mm_h: [[+1h, 5], [+0h, 2]]}\n", ["series.yaml:6", "rise"]),
}


class FloodCase(Story):
    def test_a_dyke_breaks_and_everything_is_left_to_read(self):
        out = self.folder / "breach"
        done = songdoi("flood", CASE, "--out", out)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        said = json.loads((out / "summary.json").read_text(encoding="utf-8"))
        ledger = said["ledger_m3"]
        moved = abs(ledger["rain"]) + abs(ledger["rims"]) + abs(ledger["infiltration"])
        self.assertGreater(ledger["rain"], 0)
        self.assertLess(ledger["infiltration"], 0)
        self.assertLessEqual(abs(ledger["residual"]), 2e-7 * moved)
        with open(out / "hydrographs.csv", encoding="utf-8") as file:
            rows = [r for r in csv.DictReader(file) if r["point"] == "Sau đê"]
        depth = [float(r["depth_m"]) for r in rows]
        first = next(k for k, d in enumerate(depth) if d > 0.2)
        self.assertGreater(max(depth), 0.4, "the gap lets the river in")
        self.assertGreater(first, 6, "not before the river has risen")
        with open(out / "orders.csv", encoding="utf-8") as file:
            self.assertEqual([r["outcome"] for r in csv.DictReader(file)], ["done", "done"])
        for name in ("maps.nc", "maps/max_depth.tif", "maps/hazard.tif", "profiles.csv", "flows.csv", "run.log",
                     "report.html"):
            self.assertTrue((out / name).stat().st_size > 0, name)
        self.opened_by_gdal(out)

    def opened_by_gdal(self, out):
        if shutil.which("gdalinfo") is None:
            self.skipTest("gdalinfo is not installed (gdal-bin)")
        for name in (f"NETCDF:{out}/maps.nc:max_depth", f"{out}/maps/max_depth.tif"):
            info = json.loads(subprocess.run(["gdalinfo", "-json", name], capture_output=True, check=True).stdout)
            self.assertEqual(info["size"], [240, 120])
            self.assertEqual(info["geoTransform"], [648000.0, 10.0, 0.0, 1146200.0, 0.0, -10.0])
            self.assertIn('32648', info["coordinateSystem"]["wkt"])

    def test_the_same_bytes_for_any_threads_and_instruction_set(self):
        hashes = set()
        for threads, isa in ((1, "baseline"), (3, "avx2"), (4, "baseline")):
            out = self.folder / f"same{threads}{isa}"
            done = songdoi("flood", CASE, "--out", out, "--threads", threads, "--isa", isa, "--quiet")
            if "instruction set" in done.stderr:
                continue
            self.assertEqual(done.returncode, 0, done.stderr)
            hashes.add(json.loads((out / "summary.json").read_text(encoding="utf-8"))["hash"])
        self.assertEqual(len(hashes), 1)

    def test_orders_from_outside_bite_and_are_journalled(self):
        out = self.folder / "steered"
        lines = 'breach "Vỡ đê"\nset gate "Cống Tây" to 1\nset pump "Trạm bơm" to 0.5\n'
        done = subprocess.run([str(SONGDOI), "flood", str(CASE), "--steer", "--out", str(out)], input=lines, text=True,
                              capture_output=True, cwd=SOURCE, check=False, timeout=600)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(out / "orders.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([r["outcome"] for r in rows[:3]], ["done", "refused", "done"])
        self.assertIn("Cống Đông", done.stderr, "a slip is answered with the name that was meant")
        with open(out / "hydrographs.csv", encoding="utf-8") as file:
            depth = [float(r["depth_m"]) for r in csv.DictReader(file) if r["point"] == "Sau đê"]
        self.assertGreater(max(depth[:14]), 0.1, "breached at once, the polder fills before the river is at its mark")

    def layer(self, name, kind, shapes):
        """A GeoJSON layer in the case's own system; shapes: (coordinates, attributes)."""
        features = [{"type": "Feature", "properties": values, "geometry": {"type": kind, "coordinates": points}}
                    for points, values in shapes]
        system = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32648"}}
        (self.folder / name).write_text(json.dumps({"type": "FeatureCollection", "crs": system, "features": features}))

    def test_what_stands_in_the_water_is_counted(self):
        def house(e, n, **values):
            return [[[e, n], [e + 20, n], [e + 20, n + 10], [e, n + 10], [e, n]]], values
        self.layer("houses.geojson", "Polygon", [
            house(648100, 1145100, name="A", ward="Phường 1", use="residential", value_per_m2=1000, plinth_m=0.0,
                  people=4),
            house(648200, 1145100, name="B", ward="Phường 2", use="commerce", value_per_m2=2000, plinth_m=0.5),
            house(600000, 1145100, name="far")])
        self.layer("roads.geojson", "LineString", [([[648005, 1145205], [648395, 1145205]],
                                                    {"name": "Đường 1", "ward": "Phường 1"})])
        case = self.folder / "town.yaml"
        case.write_text(HEAD + "initial: {level_m: 2.0}\n"
                        "exposure: {buildings: houses.geojson, roads: roads.geojson}\n", encoding="utf-8")
        out = self.folder / "town"
        done = songdoi("flood", case, "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("1 buildings lie outside", done.stderr)
        with open(out / "damage_buildings.csv", encoding="utf-8") as file:
            rows = {r["building"]: r for r in csv.DictReader(file)}
        # 1 m of still water: homes lose 0.49, shops with a floor half a metre up 0.38 [JRC, Asia].
        self.assertAlmostEqual(float(rows["A"]["damage_VND"]), 0.49 * 200 * 1000, delta=1.0)
        self.assertAlmostEqual(float(rows["B"]["damage_VND"]), 0.38 * 200 * 2000, delta=1.0)
        with open(out / "damage_wards.csv", encoding="utf-8") as file:
            wards = {r["ward"]: r for r in csv.DictReader(file)}
        self.assertAlmostEqual(float(wards["Phường 1"]["street_km_above_0.5_m"]), 0.39, places=3)

    def test_a_finer_window_has_maps_of_its_own(self):
        case = self.folder / "window.yaml"
        case.write_text(HEAD + "sources:\n  - {name: burst, at: [648055, 1145205], m3_s: 5}\n"
                        "windows:\n  - {name: streets, box: [648100, 1145100, 648300, 1145300], refine: 5}\n",
                        encoding="utf-8")
        out = self.folder / "window"
        done = songdoi("flood", case, "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        ledger = json.loads((out / "summary.json").read_text(encoding="utf-8"))["ledger_m3"]
        self.assertLessEqual(abs(ledger["residual"]), 2e-7 * ledger["sources"])
        if shutil.which("gdalinfo") is None:
            raise unittest.SkipTest("gdalinfo is not installed (gdal-bin)")
        info = json.loads(subprocess.run(["gdalinfo", "-json", "-stats", f"{out}/windows/streets/max_depth.tif"],
                                         capture_output=True, check=True).stdout)
        self.assertEqual(info["size"], [100, 100])
        self.assertEqual(info["geoTransform"], [648100.0, 2.0, 0.0, 1145300.0, 0.0, -2.0])
        self.assertGreater(info["bands"][0]["maximum"], 0.05)

    def test_canals_carry_the_tide_and_a_brook_and_spill(self):
        case = SOURCE / "scenarios" / "flood_cases" / "canal_polder.yaml"
        hashes = set()
        for threads, isa in ((1, "baseline"), (4, "avx2")):
            out = self.folder / f"canals{threads}"
            done = songdoi("flood", case, "--out", out, "--threads", threads, "--isa", isa)
            if "instruction set" in done.stderr:
                continue
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            hashes.add(json.loads((out / "summary.json").read_text(encoding="utf-8"))["hash"])
        self.assertEqual(len(hashes), 1)
        out = self.folder / "canals1"
        ledger = json.loads((out / "summary.json").read_text(encoding="utf-8"))["ledger_m3"]
        self.assertGreater(abs(ledger["canals"]), 1000, "the brook comes, the sluice lets out")
        self.assertLessEqual(abs(ledger["residual"]), 1e-9 * ledger["now"])
        with open(out / "canals.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual({r["canal"] for r in rows}, {"Kênh Chính", "Rạch Nam", "Rạch Bắc"})
        self.assertTrue(all(float(r["max_level_m"]) >= float(r["level_m"]) - 1e-3 for r in rows))
        with open(out / "canal_hydrographs.csv", encoding="utf-8") as file:
            level = {}
            for r in csv.DictReader(file):
                level.setdefault(r["point"], []).append(float(r["level_m"]))
        self.assertGreater(max(level["Cuối rạch"]), level["Cuối rạch"][0] + 0.3, "rain runs into the dead end")
        tide = max(float(r["max_level_m"]) for r in rows if r["canal"] == "Kênh Chính" and float(r["chainage_m"]) < 30)
        self.assertLess(max(level["Trong cống"]), tide - 0.1, "the sluice shuts against the tide")
        self.assertGreater((out / "maps" / "max_canal_level.tif").stat().st_size, 0)
        head = (out / "run.log").read_text(encoding="utf-8").splitlines()
        self.assertIn("canal_courant", head[1])
        self.assertTrue(all(float(line.split()[9]) <= 0.6 + 1e-3 for line in head[3:] if line[0].isdigit()))

    def test_canals_come_from_a_layer(self):
        self.layer("canals.geojson", "LineString", [
            ([[648010, 1145205], [648390, 1145205]], {"name": "A", "width_m": 3.0, "bed_m": -0.5}),
            ([[648200, 1145010], [648200, 1145204]], {"name": "B", "width_m": 2.0}),
            ([[600000, 1145010], [600010, 1145204]], {"name": "far"})])
        case = self.folder / "layer.yaml"
        case.write_text(HEAD + "canals:\n  - {layer: canals.geojson, depth_m: 1.2, manning: 0.04, water_level_m: 0.5,\n"
                        "     ends: [{at: [648010, 1145205], discharge_m3_s: 2}]}\n", encoding="utf-8")
        out = self.folder / "layer"
        done = songdoi("flood", case, "--out", out)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        said = json.loads((out / "summary.json").read_text(encoding="utf-8"))
        self.assertAlmostEqual(said["ledger_m3"]["canals"], 1200, delta=0.01)
        with open(out / "canals.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual({r["canal"] for r in rows}, {"A", "B"})
        self.assertGreater(max(float(r["max_discharge_m3_s"]) for r in rows if r["canal"] == "B"), 0.1, "they are joined")

    def test_water_passes_between_buildings(self):
        houses = [([[[e, 1145100], [e + 14, 1145100], [e + 14, 1145300], [e, 1145300], [e, 1145100]]], {})
                  for e in range(648100, 648300, 20)]
        self.layer("rows.geojson", "Polygon", houses)
        text = HEAD + "rims:\n  - {side: west, level_m: 2.0}\n  - {side: east, level_m: 1.6}\ninitial: {level_m: 1.6}\n"
        passed = {}
        for how in ("porous", "blocked", "none"):
            case = self.folder / f"{how}.yaml"
            built = "" if how == "none" else f"buildings: {{layer: rows.geojson, as: {how}}}\n"
            case.write_text(text + built + "flow_lines:\n  - {name: q, line: [[648395, 1145395], [648395, 1145005]]}\n"
                            "output: {every: 1min}\n", encoding="utf-8")
            done = songdoi("flood", case, "--out", self.folder / how)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            said = json.loads((self.folder / how / "summary.json").read_text(encoding="utf-8"))
            self.assertLessEqual(abs(said["ledger_m3"]["residual"]), 1e-9 * said["ledger_m3"]["now"])
            with open(self.folder / how / "flows.csv", encoding="utf-8") as file:
                passed[how] = abs(float(list(csv.DictReader(file))[-1]["discharge_m3_s"]))
        self.assertLess(passed["porous"], 0.95 * passed["none"])
        self.assertLess(passed["blocked"], passed["none"])

    def test_what_is_wrong_is_said(self):
        for name, (text, says) in BAD.items():
            file = self.folder / f"{name}.yaml"
            file.write_text(text, encoding="utf-8")
            done = songdoi("flood", file, "--out", self.folder / "never")
            said = done.stdout + done.stderr
            self.assertEqual(done.returncode, 2, f"{name}: {said}")
            for word in says:
                self.assertIn(word, said, name)
            self.assertFalse((self.folder / "never").exists(), "nothing half-written")

    def test_terrain_with_holes_or_without_a_system_is_refused(self):
        if shutil.which("gdal_translate") is None:
            raise unittest.SkipTest("gdal_translate is not installed (gdal-bin)")
        grid = "ncols 40\nnrows 40\nxllcorner 648000\nyllcorner 1145000\ncellsize 10\nNODATA_value -9999\n"
        rows = [["1.0"] * 40 for _ in range(40)]
        rows[3][5] = "-9999"
        (self.folder / "dem.asc").write_text(grid + "\n".join(" ".join(r) for r in rows), encoding="utf-8")
        case = self.folder / "holes.yaml"
        case.write_text(HEAD.replace("terrain: {box: [648000, 1145000, 648400, 1145400], cell_m: 10, level_m: 1.0}",
                                     "terrain: {raster: dem.asc}"), encoding="utf-8")
        done = songdoi("flood", case, "--check")
        self.assertIn("has no coordinate system", done.stderr)
        subprocess.run(["gdal_translate", "-q", "-a_srs", "EPSG:32648", str(self.folder / "dem.asc"),
                        str(self.folder / "dem.tif")], check=True)
        case.write_text(case.read_text(encoding="utf-8").replace("dem.asc", "dem.tif"), encoding="utf-8")
        done = songdoi("flood", case, "--check")
        self.assertEqual(done.returncode, 2)
        self.assertIn("no height in 1 of 1600 cells", done.stderr)
        case.write_text(case.read_text(encoding="utf-8").replace("dem.tif", "dem.tif, outside: wall"), encoding="utf-8")
        self.assertEqual(songdoi("flood", case, "--check").returncode, 0)


if __name__ == "__main__":
    main()
