"""A live run is paused, stepped, injected into and stopped from a second terminal; what was injected is replayed."""
from story import CACHE, CUT, Story, json, main, signal, songdoi, summary, wait_until


class Console(Story):
    def live(self, out):
        process = self.child("run", CUT, "--speed", "20", "--out", self.folder / out, "--cache", CACHE, "--no-report",
                             log=f"{out}.log")
        wait_until(lambda: (self.folder / out / "control.addr").exists() or process.poll() is not None, 120,
                   "the control address")
        return process, self.folder / out

    def test_pause_inject_resume_stop_and_replay(self):
        process, run = self.live("live")
        for words in (("pause", run), ("status", run), ("step", run), ("inject", run, "rain 80 mm/h for 5min at 0,0"),
                      ("speed", run, "max"), ("resume", run)):
            done = songdoi(*words)
            self.assertEqual(done.returncode, 0, f"{words}: {done.stdout}{done.stderr}{(self.folder / 'live.log').read_text()}")
        self.assertEqual(process.wait(timeout=600), 0, (self.folder / "live.log").read_text()[-2000:])
        self.assertEqual(summary(run)["ledger"]["unexplained"], 0)
        same = songdoi("replay", run, "--cache", CACHE)
        self.assertEqual(same.returncode, 0, same.stdout + same.stderr)

    def test_a_sentence_that_does_not_fit_the_city_is_answered_with_its_cure(self):
        process, run = self.live("slips")
        self.assertEqual(songdoi("pause", run).returncode, 0)
        for sentence, cure in (("clos road \"Ấp Bắc\"", 'did you mean "close"?'),
                               ("rain 80 mm/h", "for DURATION"),
                               ("close road \"Đường Không Có\"", "edge:NUMBER")):
            done = songdoi("inject", run, sentence)
            self.assertNotEqual(done.returncode, 0, sentence)
            self.assertIn(cure, done.stderr)
        self.assertEqual(songdoi("stop", run).returncode, 0)
        self.assertEqual(process.wait(timeout=600), 0)

    def test_interrupt_leaves_a_valid_partial_result(self):
        process, run = self.live("cut")
        wait_until(lambda: json.loads((run / "status.json").read_text())["sim_seconds"] >= 20
                   if (run / "status.json").exists() else False, 300, "20 simulated seconds")
        process.send_signal(signal.SIGINT)
        self.assertIn(process.wait(timeout=120), (0, 1))
        found = summary(run)
        self.assertTrue(found["partial"])
        self.assertEqual(found["ledger"]["unexplained"], 0)

    def test_no_live_run_is_said(self):
        done = songdoi("pause", self.folder / "nothing")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("nothing", done.stderr)


if __name__ == "__main__":
    main()
