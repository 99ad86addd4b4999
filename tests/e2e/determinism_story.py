"""The same scenario, seed and inputs give the same bytes, whatever the threads, instruction set or repetition."""
import re

from story import CACHE, CUT, SANITIZED, Story, json, main, shutil, songdoi, summary


def hashes(run):
    found = summary(run)
    return found["truth_hash"], found["belief_hash"]


class Determinism(Story):
    LENGTH = ("--for", "2min") if SANITIZED else ()

    def test_threads_repeats_and_instruction_sets_agree(self):
        first = hashes(self.play(CUT, "t2", "--threads", 2, *self.LENGTH))
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

    def test_another_seed_is_another_world(self):
        a = hashes(self.play(CUT, "a", "--for", "1min"))
        b = hashes(self.play(CUT, "b", "--for", "1min", "--seed", 4711))
        self.assertNotEqual(a[0], b[0])
        self.assertNotEqual(a[1], b[1])

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
