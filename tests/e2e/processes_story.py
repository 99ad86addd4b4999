"""One process and three over tcp are the same run; the ledger closes in both, and one deleted row shows as one."""
from story import CACHE, CUT, SANITIZED, Story, free_ports, main, songdoi, sqlite3, summary, wait_until

LENGTH = "1min" if SANITIZED else "4min"


class Processes(Story):
    def three(self, out, *more):
        bus = f"tcp://127.0.0.1:{free_ports(3)}"
        words = ("run", CUT, "--for", LENGTH, "--bus", bus, "--out", self.folder / out, "--cache", CACHE, "--quiet",
                 "--no-report", *more)
        return {role: self.child(*words, "--role", role, log=f"{out}.{role}.log")
                for role in ("sim", "emulators", "twin")}, words

    def finish(self, roles, out):
        for role, process in roles.items():
            self.assertEqual(process.wait(timeout=900), 0, (self.folder / f"{out}.{role}.log").read_text()[-3000:])
        return summary(self.folder / out)

    def test_one_process_and_three_have_the_same_hashes(self):
        one = summary(self.play(CUT, "one", "--for", LENGTH))
        roles, _ = self.three("three")
        three = self.finish(roles, "three")
        self.assertEqual(three["truth_hash"], one["truth_hash"])
        self.assertEqual(three["belief_hash"], one["belief_hash"])
        self.assertEqual(three["ledger"], one["ledger"])
        self.assertEqual(one["ledger"]["unexplained"], 0)
        self.assertGreater(one["ledger"]["accepted"], 500)

    def test_deleting_one_stored_row_shows_as_one(self):
        run = self.play(CUT, "run", "--for", "1min")
        good = songdoi("ledger", run)
        self.assertEqual(good.returncode, 0, good.stdout)
        base = sqlite3.connect(run / "twin" / "index.sqlite")
        base.execute("DELETE FROM readings WHERE (device, boot, seq) IN (SELECT device, boot, seq FROM readings LIMIT 1 OFFSET 100)")
        base.commit()
        base.close()
        open_ledger = songdoi("ledger", run)
        self.assertEqual(open_ledger.returncode, 4, open_ledger.stdout)
        self.assertRegex(open_ledger.stdout, r"unexplained\D+1\b")

    def test_nothing_acknowledged_is_lost_when_the_platform_is_killed(self):
        roles, words = self.three("killed", "--speed", 40)
        log = self.folder / "killed" / "twin"
        size = lambda: sum(f.stat().st_size for f in log.glob("*")) if log.exists() else 0
        wait_until(lambda: size() > 20_000, 300, "the platform to have logged something")
        for _ in range(2):
            before = size()
            self.assertIsNone(roles["sim"].poll(), "killed in the middle of the run")
            roles["twin"].kill()
            roles["twin"].wait()
            roles["twin"] = self.child(*words, "--role", "twin", log="killed.twin.log")
            wait_until(lambda: size() > before + 5_000 or roles["sim"].poll() is not None, 300, "the platform to go on")
        killed = self.finish(roles, "killed")
        one = summary(self.play(CUT, "one", "--for", LENGTH))
        self.assertEqual(killed["ledger"]["unexplained"], 0)
        self.assertEqual(killed["ledger"], one["ledger"])
        self.assertEqual(killed["belief_hash"], one["belief_hash"])
        self.assertEqual(killed["truth_hash"], one["truth_hash"])


if __name__ == "__main__":
    main()
