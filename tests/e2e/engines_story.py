"""The water engines by themselves, from the command line."""
import json

from story import SOURCE, Story, main, songdoi

NETWORK = """[OPTIONS]
FLOW_UNITS CMS
START_TIME 00:00:00
END_TIME 02:00:00
[JUNCTIONS]
J1 10.0 2.0 0 0 50
J2 9.5 2.0 0 0 50
[OUTFALLS]
O1 9.0 FREE
[CONDUITS]
C1 J1 J2 100 0.013 0 0
C2 J2 O1 100 0.013 0 0
[XSECTIONS]
C1 CIRCULAR 0.3
C2 CIRCULAR 0.3
[INFLOWS]
J1 FLOW "" FLOW 1.0 1.0 {flow}
[SUBCATCHMENTS]
"""


class Engines(Story):
    def test_a_network_runs_and_its_gaps_are_named(self):
        town = self.folder / "town.inp"
        town.write_text(NETWORK.format(flow=0.15), encoding="utf-8")
        ran = songdoi("flood", "sewer", town, "--for", "0.5", "--out", self.folder / "town")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertIn("[SUBCATCHMENTS]", ran.stdout)
        figures = json.loads((self.folder / "town" / "summary.json").read_text(encoding="utf-8"))
        self.assertEqual(figures["continuity_error"], 0.0)
        self.assertEqual(figures["sim_s"], 1800.0)
        self.assertGreater(figures["max_surcharge"]["value_m"], 0.0)
        self.assertAlmostEqual(figures["inflow_m3"], 0.15 * 1800, delta=1e-3)
        heads = (self.folder / "town" / "heads.csv").read_text(encoding="utf-8").splitlines()
        self.assertEqual(heads[0], "time_s,J1,J2,O1")
        self.assertEqual(len(heads), 1 + 31)

    def test_a_wrong_network_is_refused_with_its_place(self):
        town = self.folder / "town.inp"
        town.write_text(NETWORK.format(flow="much"), encoding="utf-8")
        ran = songdoi("flood", "sewer", town)
        self.assertEqual(ran.returncode, 2)
        self.assertRegex(ran.stderr, r"town\.inp:17:\d+")

    def test_the_dry_season_of_2024_a_row_a_figure(self):
        ran = songdoi("flood", "salinity", SOURCE / "data/my_tho/salinity.yaml", "--json")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        told = json.loads(ran.stdout)
        self.assertIn("calibrated", told["meaning"])
        self.assertEqual(len(told["rows"]), 22)
        self.assertTrue(all(row["ok"] for row in told["rows"]))


if __name__ == "__main__":
    main()
