"""The whole evening of the default city, and what a committee would hold against it. Called by tests/full.sh."""
import os
import pathlib

from story import BUILD, CACHE, SOURCE, Story, main, songdoi, subprocess, summary

EVENING = SOURCE / "scenarios" / "library" / "king_tide_rush.yaml"
CLANG = SOURCE / "build" / "clang" / "scenarios" / "songdoi"


class Evening(Story):
    def errors(self, run):
        """Twin error at 18:00, 19:00 and 20:00: the story's hours."""
        marks = [m for m in summary(run)["twin_error"]["marks"] if m["at"][11:16] in ("18:00", "19:00", "20:00")]
        self.assertEqual(len(marks), 3)
        mean = lambda key: sum(m[key] for m in marks) / len(marks)
        return {key: mean(key) for key in ("rmse_m", "iou", "baseline_rmse_m", "baseline_iou")}

    def test_the_twin_beats_the_nearest_gauge_and_half_the_gauges_worsen_it(self):
        whole = self.errors(self.play(EVENING, "whole"))
        text = EVENING.read_text(encoding="utf-8")
        half = self.folder / "half.yaml"
        half.write_text(text.replace("events:\n", "events:\n  - at 16:05 fault device \"street_depth:0.5\" silent\n"
                                     "  - at 16:30 fault device \"WL-0004\" stuck\n", 1), encoding="utf-8")
        damaged_run = self.play(half, "half")
        damaged = self.errors(damaged_run)
        print("twin error", whole, "with half of the gauges", damaged)
        self.assertLessEqual(whole["rmse_m"], 0.8 * whole["baseline_rmse_m"])
        self.assertGreaterEqual(whole["iou"], 1.2 * whole["baseline_iou"])
        self.assertGreater(damaged["rmse_m"], whole["rmse_m"])
        self.assertLess(damaged["iou"], whole["iou"])
        stuck = [a for a in summary(damaged_run)["alarms"] if a["rule"] == "stuck_gauge"]
        self.assertTrue(stuck, "the stuck gauge is flagged")

    def test_the_evening_holds_its_bars_on_any_compiler_and_thread_count(self):
        run = self.play(EVENING, "evening", "--threads", 2)
        found = summary(run)
        print({key: found[key] for key in ("speed_factor", "devices", "vehicles_peak", "readings_per_s", "peak_rss_bytes")})
        self.assertGreaterEqual(found["devices"], 12_000)
        self.assertGreaterEqual(found["readings_sent"] / found["sim_seconds"], 200)
        self.assertGreaterEqual(found["vehicles_peak"], 6_000)
        self.assertLessEqual(found["peak_rss_bytes"], 2 << 30)
        self.assertEqual(found["ledger"]["unexplained"], 0)
        self.assertFalse(found["partial"])
        same = songdoi("replay", run, "--threads", 4, "--cache", CACHE, timeout=3600)
        self.assertEqual(same.returncode, 0, same.stdout + same.stderr)
        if CLANG.exists():
            again = self.folder / "clang"
            done = subprocess.run([str(CLANG), "run", str(EVENING), "--threads", "1", "--out", str(again), "--cache",
                                   str(CACHE), "--quiet", "--no-report"], cwd=SOURCE, check=False)
            self.assertEqual(done.returncode, 0)
            other = summary(again)
            self.assertEqual((other["truth_hash"], other["belief_hash"]), (found["truth_hash"], found["belief_hash"]))


if __name__ == "__main__":
    os.environ.setdefault("SONGDOI_BUILD", str(pathlib.Path("build/release")))
    assert BUILD
    main()
