"""The same scenario, seed and inputs give the same bytes, whatever the threads, instruction set or repetition."""
import os
import re

from story import CACHE, CUT, SANITIZED, SOURCE, Story, json, main, shutil, songdoi, sqlite3, summary


GOLDEN = SOURCE / "tests" / "golden" / "cut_10min.json"


def hashes(run):
    """Minute by minute, truth and belief."""
    series = json.loads((run / "series.json").read_text(encoding="utf-8"))
    return {"truth": [row["truth_hash"] for row in series["truth"]],
            "belief": [row["belief_hash"] for row in series["belief"]]}


class Determinism(Story):
    LENGTH = ("--for", "2min") if SANITIZED else ()

    def test_threads_repeats_and_instruction_sets_agree(self):
        run = self.play(CUT, "t2", "--threads", 2, *self.LENGTH)
        first = hashes(run)
        if not SANITIZED:
            self.compare_with_golden(first)
            found = summary(run)
            self.assertEqual(found["water_mass_error"], 0)
            self.assertGreater(len(found["alarms"]), 0)
            reports = sqlite3.connect(run / "twin" / "index.sqlite").execute("SELECT count(*) FROM reports").fetchone()[0]
            self.assertGreater(reports, 0, "somebody called")
        for threads in (1, 2, 3, 4):
            self.assertEqual(hashes(self.play(CUT, f"t{threads}b", "--threads", threads, *self.LENGTH)), first, threads)
        if SANITIZED:
            return
        seen = 0
        for isa in ("baseline", "avx2", "avx512"):
            done = songdoi("run", CUT, "--isa", isa, "--out", self.folder / isa, "--cache", CACHE, "--quiet", "--no-report")
            if done.returncode == 2 and "isa" in done.stderr.lower():
                print(f"SKIP this machine cannot run {isa}")
                continue
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(hashes(self.folder / isa), first, isa)
            seen += 1
        self.assertGreaterEqual(seen, 1)

    def compare_with_golden(self, found):
        """The same on every compiler and machine. SONGDOI_WRITE_GOLDEN=1 writes what a change on purpose gives."""
        if os.environ.get("SONGDOI_WRITE_GOLDEN"):
            GOLDEN.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        self.assertEqual(found, json.loads(GOLDEN.read_text(encoding="utf-8")), "a change on purpose? say so in its commit")

    def test_another_seed_is_another_world(self):
        a = hashes(self.play(CUT, "a", "--for", "1min"))
        b = hashes(self.play(CUT, "b", "--for", "1min", "--seed", 4711))
        self.assertNotEqual(a["truth"], b["truth"])
        self.assertNotEqual(a["belief"], b["belief"])

    def test_replay_verifies_and_names_the_first_difference(self):
        run = self.play(CUT, "run", "--for", "2min")
        same = songdoi("replay", run, "--threads", 3, "--cache", CACHE)
        self.assertEqual(same.returncode, 0, same.stderr)
        self.assertIn("same: 120 ticks", same.stdout)
        changed = self.folder / "changed"
        shutil.copytree(run, changed)
        info = json.loads((changed / "run.json").read_text(encoding="utf-8"))
        text = json.dumps(info, ensure_ascii=False)
        # One more millimetre of rain in the recorded scenario, nothing else.
        planted = re.sub(r"(total_mm\\?\"?: ?)(\d+)", lambda m: m.group(1) + str(int(m.group(2)) + 1), text, count=1)
        self.assertNotEqual(planted, text, "the recorded scenario names its rain")
        (changed / "run.json").write_text(planted, encoding="utf-8")
        other = songdoi("replay", changed, "--cache", CACHE)
        self.assertEqual(other.returncode, 1, other.stdout + other.stderr)
        self.assertRegex(other.stdout, r"differs: first at tick \d+ .*model weather")


if __name__ == "__main__":
    main()
