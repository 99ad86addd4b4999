#!/usr/bin/env python3
"""Tidy must find what it claims to find: a small tree with one sin of each kind."""
import contextlib
import io
import pathlib
import sys
import tempfile

import tidy

SINS = {
    "sim/core/up.h": ('#include "twin/low.h"\n', "may not include"),
    "twin/low.h": ('#include "sim/core/up.h"\n', "include circle"),
    "sim/long.cpp": ("int f(int a) {\n" + "    a += 1;\n" * 80 + "    return a;\n}\n", "function of"),
    "sim/big.cpp": ("// x\n" * 800, "split it (at most 700)"),
    "sim/dead.h": ("int x();\n", "nobody includes"),
    "sim/clock.cpp": ("auto f() { return std::chrono::system_clock::now(); }\n", "Instant from the caller"),
    "sim/chance.cpp": ("int f() { return rand(); }\n", "Draw"),
    "sim/libm.cpp": ("double f() { return std::pow(2.0, 0.3); }\n", "sd::math"),
    "sim/mark.cpp": ("// TO" + "DO later\n", "unfinished mark"),
    "sim/path.cpp": ('const char* p = "/ho' + 'me/me/x";\n', "machine path"),
    "sim/one.cpp": ("namespace sd {\nstruct Twice {\n    int a;\n};\n}\n", "also defined in"),
    "sim/two.cpp": ("namespace sd {\nstruct Twice {\n    long b;\n};\n}\n", "rename one"),
    "sim/three.cpp": ("namespace sd {\nnamespace {\nstruct Twice {\n};\n}\n}\n", "sim/two.cpp: sd::Twice"),
    "twin/wire/c.proto": ("message A { \n  float depth = 1;\n}\n", "unit suffix"),
}


def main():
    missing = []
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, (text, _) in SINS.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = tidy.main(root)
        missing = [name for name, (_, word) in SINS.items() if word not in said.getvalue()]
    if code != 1 or missing:
        print("tidy did not find the sin in: " + ", ".join(missing))
        return 1
    print(f"tidy finds all {len(SINS)} planted sins")
    return 0


if __name__ == "__main__":
    sys.exit(main())
