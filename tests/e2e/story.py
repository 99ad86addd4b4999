"""What end-to-end stories share: the real programs, a scratch folder, free ports, and words for skips."""
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

SONGDOI = os.environ.get("SONGDOI", "build/release/scenarios/songdoi")
BUILD = pathlib.Path(os.environ.get("SONGDOI_BUILD", "build/release"))
SOURCE = pathlib.Path(os.environ.get("SONGDOI_SOURCE", ".")).resolve()
SHARED = pathlib.Path(os.environ.get("SONGDOI_SHARED", SOURCE / ".." / "shared")).resolve()
SANITIZED = bool(os.environ.get("SONGDOI_SANITIZE", ""))
VIEWER = BUILD / "viz" / "songdoi-view"
CACHE = BUILD / "city-cache"
CUT = SOURCE / "scenarios" / "library" / "cut_10min.yaml"


def songdoi(*words, timeout=900, **more):
    """Runs the program to its end; never raises on a bad exit code."""
    return subprocess.run([str(SONGDOI), *map(str, words)], capture_output=True, text=True, timeout=timeout,
                          cwd=SOURCE, check=False, **more)


def start(*words, log):
    with open(log, "w", encoding="utf-8") as out:
        return subprocess.Popen([str(SONGDOI), *map(str, words)], stdout=out, stderr=subprocess.STDOUT, cwd=SOURCE)


def summary(run):
    return json.loads((pathlib.Path(run) / "summary.json").read_text(encoding="utf-8"))


def free_ports(count):
    """First of `count` neighbouring free ports on loopback."""
    for first in range(20000 + os.getpid() % 20000, 60000, 7):
        held = []
        try:
            for port in range(first, first + count):
                one = socket.socket()
                held.append(one)
                one.bind(("127.0.0.1", port))
            return first
        except OSError:
            continue
        finally:
            for one in held:
                one.close()
    raise RuntimeError("no free ports on loopback")


def wait_until(condition, seconds, what):
    """Polls a condition with a deadline."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s for {what}")


class Story(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="songdoi-story-"))
        self.children = []

    def tearDown(self):
        for child in self.children:
            if child.poll() is None:
                child.kill()
                child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def child(self, *words, log):
        process = start(*words, log=self.folder / log)
        self.children.append(process)
        return process

    def play(self, scenario, out, *more, code=0):
        done = songdoi("run", scenario, "--out", self.folder / out, "--cache", CACHE, "--quiet", "--no-report", *more,
                       timeout=3600)
        self.assertEqual(done.returncode, code, done.stderr[-3000:])
        return self.folder / out


def main():
    """Skips are said aloud: `SKIP reason` on a line of its own."""
    result = unittest.main(module="__main__", exit=False, verbosity=1).result
    for _, reason in result.skipped:
        print(f"SKIP {reason}")
    sys.exit(0 if result.wasSuccessful() else 1)


__all__ = ["BUILD", "CACHE", "CUT", "SANITIZED", "SHARED", "SOURCE", "Story", "VIEWER", "free_ports", "json", "main",
           "pathlib", "shutil", "signal", "songdoi", "sqlite3", "subprocess", "summary", "time", "unittest", "wait_until"]
