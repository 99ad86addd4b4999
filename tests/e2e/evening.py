"""The whole evening of the default city, and what a committee would hold against it. Called by tests/full.sh."""
import os
import pathlib

from story import BUILD, CACHE, SOURCE, Story, json, main, songdoi, subprocess, summary

LIBRARY = SOURCE / "scenarios" / "library"
EVENING = LIBRARY / "king_tide_rush.yaml"
CLANG = SOURCE / "build" / "clang" / "scenarios" / "songdoi"


class Evening(Story):
    def marks(self, run):
        """Twin error at 18:00, 19:00 and 20:00: the story's hours."""
        found = [m for m in summary(run)["twin_error"]["marks"] if m["at"][11:16] in ("18:00", "19:00", "20:00")]
        self.assertEqual(len(found), 3)
        return found

    def bars(self, run):
        found = summary(run)
        print({key: found[key] for key in ("speed_factor", "devices", "vehicles_moving_peak", "readings_per_s",
                                           "peak_rss_bytes", "water_mass_error")})
        self.assertGreaterEqual(found["devices"], 12_000)
        self.assertGreaterEqual(found["readings_sent"] / found["sim_seconds"], 200)
        self.assertGreaterEqual(found["vehicles_moving_peak"], 6_000)
        self.assertLessEqual(found["peak_rss_bytes"], 2 << 30)
        self.assertLessEqual(found["water_mass_error"], 1e-6)
        self.assertEqual(found["ledger"]["unexplained"], 0)
        self.assertFalse(found["partial"])

    def same_bytes(self, run):
        """Four threads, and the other compiler with one."""
        same = songdoi("replay", run, "--threads", 4, "--cache", CACHE, timeout=3600)
        self.assertEqual(same.returncode, 0, same.stdout + same.stderr)
        if not CLANG.exists():
            self.fail("build the clang preset first: the other compiler must give the same bytes")
        again = self.folder / "clang"
        done = subprocess.run([str(CLANG), "run", str(EVENING), "--threads", "1", "--out", str(again), "--cache",
                               str(CACHE), "--quiet", "--no-report"], cwd=SOURCE, check=False)
        self.assertEqual(done.returncode, 0)
        for key in ("truth_hash", "belief_hash"):
            self.assertEqual(summary(again)[key], summary(run)[key])

    def damaged(self):
        """The evening with half of the street and rain gauges silent and one river gauge stuck."""
        text = EVENING.read_text(encoding="utf-8")
        half = self.folder / "half.yaml"
        half.write_text(text.replace("events:\n", "events:\n  - at 16:05 fault device \"street_depth:0.5\" silent\n"
                                     "  - at 16:05 fault device \"rain_gauge:0.5\" silent\n"
                                     "  - at 16:30 fault device \"WL-0004\" stuck\n", 1), encoding="utf-8")
        return self.play(half, "half")

    def test_the_evening_and_what_its_twin_knows(self):
        run = self.play(EVENING, "evening", "--threads", 2)
        self.bars(run)
        half = self.damaged()
        pairs = list(zip(self.marks(run), self.marks(half)))
        for whole, worse in pairs:
            keys = ("rmse_m", "iou", "baseline_rmse_m", "baseline_iou")
            print(whole["at"][11:16], {k: round(whole[k], 4) for k in keys}, "half of the gauges",
                  {k: round(worse[k], 4) for k in keys[:2]})
        for whole, worse in pairs:
            self.assertLessEqual(whole["rmse_m"], 0.8 * whole["baseline_rmse_m"])
            self.assertGreaterEqual(whole["iou"], 1.2 * whole["baseline_iou"])
            self.assertGreater(worse["rmse_m"], 1.1 * whole["rmse_m"])
            self.assertLess(worse["iou"], whole["iou"])
        # At 18:00 the water has just come and half of the gauges see nearly the same streets: the mean of the hours counts.
        fell = sum(whole["iou"] - worse["iou"] for whole, worse in pairs) / len(pairs)
        self.assertGreater(fell, 0.01, "fewer gauges, a worse picture")
        flagged = [a["place"] for a in summary(half)["alarms"] if a["rule"] == "stuck_gauge"]
        self.assertIn("WL-0004", " ".join(flagged), "the gauge that was stuck on purpose is flagged")
        self.same_bytes(run)

    def test_no_street_is_wet_at_low_tide_without_rain(self):
        self.play(LIBRARY / "dry_low_tide.yaml", "dry")  # its expectations decide the exit code

    def test_failing_gauges_are_found(self):
        self.play(LIBRARY / "gauge_failure.yaml", "failing")

    def test_the_river_brings_the_tide_to_the_gauge_in_time(self):
        """High and low water at Mỹ Tho against Xuân Hòa: lag by best fit, amplitude by range."""
        run = self.play(LIBRARY / "tide_cycle.yaml", "tide")
        series = json.loads((run / "series.json").read_text(encoding="utf-8"))
        column = {name: [row["level_m"][i] for row in series["truth"]] for i, name in enumerate(series["stations"])}
        here, east = column["Mỹ Tho"][120:], column["Xuân Hòa"][120:]  # two hours to settle
        ratio = (max(here) - min(here)) / (max(east) - min(east))
        lag_min = min(range(91), key=lambda k: misfit(here[k:], east[:len(east) - k]))
        print(f"Mỹ Tho follows Xuân Hòa after {lag_min / 60:.2f} h with {ratio:.3f} of its range")
        self.assertTrue(0.2 <= lag_min / 60 <= 0.6, lag_min)
        self.assertTrue(0.9 <= ratio <= 1.05, ratio)


def misfit(a, b):
    """Squared distance of two curves about their means."""
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    return sum(((x - mean_a) - (y - mean_b)) ** 2 for x, y in zip(a, b)) / len(a)


if __name__ == "__main__":
    os.environ.setdefault("SONGDOI_BUILD", str(pathlib.Path("build/release")))
    assert BUILD
    main()
