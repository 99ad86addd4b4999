"""The real window on a real display, attached to a live run: pause, step, search, Vietnamese typing, orders and answers."""
import os
import re
import threading

from story import (CACHE, CUT, SANITIZED, SOURCE, Story, VIEWER, json, main, shutil, songdoi, subprocess, unittest,
                   wait_until)


class Window(Story):
    def setUp(self):
        super().setUp()
        missing = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
        if not VIEWER.exists():
            missing.append(str(VIEWER))
        if SANITIZED:
            missing.append("a plain build")
        if missing:
            raise unittest.SkipTest(f"no window: {', '.join(missing)} is not there")

    def own(self, *words, **more):
        """A process of ours; ended by its own id when the test ends."""
        process = subprocess.Popen([str(w) for w in words], cwd=SOURCE, **more)
        self.children.append(process)
        return process

    def open_display(self):
        read, write = os.pipe()
        self.own("Xvfb", "-displayfd", write, "-screen", "0", "1400x900x24", "-nolisten", "tcp", pass_fds=(write,),
                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        self.assertTrue(number, "Xvfb found a free display")
        self.env = {**os.environ, "DISPLAY": f":{number}", "LIBGL_ALWAYS_SOFTWARE": "1", "LC_ALL": "C.UTF-8"}

    def open_run(self, *more):
        self.run_dir = self.folder / "live"
        self.live = self.child("run", CUT, "--speed", "2", "--out", self.run_dir, "--cache", CACHE, "--quiet", "--no-report",
                               *more, log="live.log")
        wait_until(lambda: (self.run_dir / "control.addr").exists() and (self.run_dir / "status.json").exists(), 120,
                   "the live run")

    def open_window(self):
        self.frame = {}
        self.window = self.own(VIEWER, self.run_dir, "--dump-ui-rects", "--size", "1280x860", "--lang", "vi", env=self.env,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

        def listen():
            for line in self.window.stdout:
                self.frame = json.loads(line)

        self.listener = threading.Thread(target=listen, daemon=True)
        self.listener.start()
        wait_until(lambda: "search" in self.rects(), 60, "the first frame")
        found = self.xdotool("search", "--sync", "--onlyvisible", "--pid", self.window.pid) or self.xdotool(
            "search", "--onlyvisible", "--name", "Song")
        self.id = found.split()[-1]
        self.xdotool("windowfocus", "--sync", self.id)

    def xdotool(self, *words):
        done = subprocess.run(["xdotool", *map(str, words)], env=self.env, capture_output=True, text=True, timeout=20, check=False)
        return done.stdout.strip()

    def rects(self):
        return self.frame.get("rects", {})

    def text(self, name):
        return self.frame.get("texts", {}).get(name, "")

    def click(self, name):
        wait_until(lambda: name in self.rects() and self.frame["idle"], 30, f"the widget {name}")
        left, top, right, bottom = self.rects()[name]
        self.xdotool("mousemove", "--window", self.id, (left + right) // 2, (top + bottom) // 2, "click", 1)

    def write(self, name, words):
        """Clicks a text field, empties it and types; true key presses, one after the other."""
        self.empty(name)
        typed = ""
        for part in re.findall(r"[ -~]+|[^ -~]", words):
            before, typed = typed, typed + part
            if part.isascii():
                self.xdotool("type", "--delay", "25", part)
            else:
                self.press_letter(part, lambda: self.text(name) != before)
            wait_until(lambda: self.text(name) == typed, 20, f"{typed!r} in {name}")

    def empty(self, name):
        """A window that draws slowly may see the keys before the click has reached its field: then click once more."""
        for attempt in range(5):
            self.click(name)
            self.xdotool("key", "--delay", 100 * (attempt + 1), "--window", self.id, "ctrl+a", "BackSpace")
            try:
                return wait_until(lambda: self.text(name) == "", 4, f"an empty {name}")
            except AssertionError:
                continue
        self.fail(f"{name} keeps {self.text(name)!r}")

    def press_letter(self, letter, arrived):
        """xdotool lends a key to a letter that the display's keyboard lacks, and takes it back: a busy window may look
        too late and find nothing, so the key is held longer each time."""
        for delay_ms in (300, 600, 1200, 2400):
            self.xdotool("key", "--delay", delay_ms, f"U{ord(letter):04X}")
            try:
                return wait_until(arrived, 2, letter)
            except AssertionError:
                continue

    def status(self):
        return json.loads((self.run_dir / "status.json").read_text(encoding="utf-8"))

    def answered(self, start, what):
        wait_until(lambda: self.text("answer").startswith(start) and what in self.text("answer"), 30,
                   f"the answer {start} to {what}, not {self.text('answer')!r}")
        return self.text("answer")

    def test_an_operator_at_a_live_run(self):
        self.open_display()
        self.open_run("--tap")
        self.open_window()
        wait_until(lambda: self.text("clock"), 60, "a live picture")

        self.click("pause_run")
        self.answered("✓", "pause")
        wait_until(lambda: self.status()["paused"], 30, "the paused run")
        before = self.status()["sim_seconds"]
        self.click("step_run")
        self.answered("✓", "step")
        wait_until(lambda: self.status()["sim_seconds"] > before, 30, "one step")
        self.assertTrue(self.status()["paused"])

        self.write("search", "my tho")
        wait_until(lambda: any("Mỹ Tho" in self.text(f"hit{k}") for k in range(8)), 20, "Mỹ Tho among the hits")
        self.write("search", "Đường")
        self.write("search", "Mỹ Tho")
        wait_until(lambda: any("Mỹ Tho" in self.text(f"hit{k}") for k in range(8)), 20, "Mỹ Tho among the hits")

        self.write("event_line", 'note "xin chào Mỹ Tho"')
        self.xdotool("key", "Return")
        self.answered("✓", "xin chào Mỹ Tho")
        self.write("event_line", 'close road "Không Có"')
        self.click("event_send")
        self.answered("✗", "Không Có")

        self.click("speed_30")
        self.answered("✓", "speed 30")
        self.click("resume_run")
        self.answered("✓", "resume")
        wait_until(lambda: not self.status()["paused"], 30, "the run going on")
        wait_until(lambda: "xin chào Mỹ Tho".encode() in (self.run_dir / "inputs.sdj").read_bytes(), 30, "the note in the journal")

        self.xdotool("key", "Escape")  # leaves the text field
        self.click("language")
        self.xdotool("key", "F1")
        wait_until(lambda: "help_sheet" in self.rects(), 20, "the sheet of shortcuts")
        self.xdotool("key", "F1")
        wait_until(lambda: "help_sheet" not in self.rects(), 20, "the sheet to go")

        self.assertIsNone(self.window.poll(), "the window is still there")
        self.assertEqual(songdoi("stop", self.run_dir).returncode, 0)
        self.assertIn(self.live.wait(timeout=60), (0, 1))

    def test_a_run_without_live_pictures_says_so(self):
        self.open_display()
        self.open_run()
        self.open_window()
        wait_until(lambda: "--tap" in self.text("badge"), 30, "the hint")
        self.click("pause_run")
        self.answered("✓", "pause")
        self.assertEqual(songdoi("stop", self.run_dir).returncode, 0)
        self.assertIn(self.live.wait(timeout=60), (0, 1))


if __name__ == "__main__":
    main()
