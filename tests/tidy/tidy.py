#!/usr/bin/env python3
"""The code tests itself: floors, include circles, sizes, dead files, banned calls, unit suffixes.

usage: tidy.py ROOT   (exit 1 and one line per finding when something is wrong)
Every rule names its cure. A rule that finds nothing to look at is a finding too: a test that cannot fail is no test.
"""
import pathlib
import re
import sys

# room → rooms it may include (its own is always allowed); the longest matching folder wins.
FLOORS = {
    "sim/core": [],
    "sim/city": ["sim/core"],
    "sim/flood": ["sim/core"],
    "sim/sewer": ["sim/core"],
    "sim/salinity": ["sim/core"],
    "sim/traffic": ["sim/core"],
    "sim/traffic/sumo": ["sim/core", "sim/traffic"],
    "sim/streets": ["sim/core", "sim/city", "sim/traffic"],
    "sim/city/importers": ["sim/core", "sim/city", "sim/traffic", "sim/traffic/sumo"],
    "sim/hydro": ["sim/core", "sim/flood", "sim/sewer"],
    "sim": ["sim/core", "sim/city", "sim/flood", "sim/sewer", "sim/salinity", "sim/hydro", "sim/traffic",
            "sim/streets"],
    "twin/wire": ["sim/core"],
    "twin": ["sim/core", "sim/city", "twin/wire"],
    "emulators": ["sim/core", "sim/city", "twin/wire"],
    "viz": ["sim/core", "sim/city", "twin/wire"],
    "scenarios/page": ["sim/core"],
    "scenarios/results": ["sim/core", "sim/flood", "scenarios/page"],
    "scenarios": ["sim/core", "sim/city", "sim/city/importers", "sim/flood", "sim/sewer", "sim/salinity", "sim/hydro",
                  "sim/traffic", "sim/traffic/sumo", "sim", "twin/wire", "twin",
                  "emulators", "scenarios/page", "scenarios/results"],
}
HASHED = ("sim/", "twin/", "emulators/")
# Files whose whole purpose is the banned thing.
WALL_CLOCK_OK = re.compile(r"(_bench\.cpp|bus_zmq\w*\.cpp|scenarios/.*|viz/.*)$")
THREADS_OK = re.compile(r"(sim/core/parallel\.cpp|bus_\w+\.cpp|scenarios/.*|viz/.*|tests/.*)$")
BANNED = [
    (r"\bsystem_clock\b|\bsteady_clock\b|\bgettimeofday\b|\btime\(nullptr\)", "Instant from the caller", WALL_CLOCK_OK),
    (r"\brand\(|\bsrand\(|\bmt19937|\brandom_device\b", "Draw (sim/core/draw.h)", re.compile(r"^$")),
    (r"\bstd::thread\b|\bstd::async\b", "Parallel (sim/core/parallel.h)", THREADS_OK),
    (r"\bstd::(exp|log|log10|log2|pow|sin|cos|tan|atan2?|cbrt|tanh)f?\(", "sd::math (sim/core/math.h)",
     re.compile(r"(scenarios/.*|viz/.*|tests/.*|twin/wire/.*)$")),
    (r"\bunordered_(map|set)\b", "a sorted vector or std::map: iteration order must not depend on addresses",
     re.compile(r"(scenarios/.*|viz/.*|tests/.*)$")),
    (r"\bsleep_for\b|\busleep\(|\bsleep\(", "a deadline poll or simulated time", re.compile(r"(scenarios/.*|viz/.*)$")),
]
MAX_FILE, MAX_FUNCTION = 700, 70


def room_of(path):
    best = ""
    for room in FLOORS:
        if path.startswith(room + "/") and len(room) > len(best):
            best = room
    return best


def strip(text):
    """Blanks comments and strings, keeping the lines."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    pattern = r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"'
    return re.sub(pattern, blank, text, flags=re.S)


def check_includes(path, text, findings, graph):
    room = room_of(path)
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(r'\s*#include "([^"]+)"', line)
        if not match:
            continue
        target = match.group(1)
        graph.setdefault(path, []).append(target)
        other = room_of(target)
        if room and other and other != room and other not in FLOORS[room]:
            findings.append(f"{path}:{number}: {room} may not include {other}: lower floors only (docs/architecture.md)")


def find_circle(graph):
    state = {}

    def visit(node, stack):
        state[node] = 1
        for target in graph.get(node, []):
            if state.get(target) == 1:
                return stack + [node, target]
            if target not in state:
                circle = visit(target, stack + [node])
                if circle:
                    return circle
        state[node] = 2
        return None

    for node in sorted(graph):
        if node not in state:
            circle = visit(node, [])
            if circle:
                return circle
    return None


def check_functions(path, code, findings):
    """clang-format puts a function's closing brace on the indentation of its first line."""
    lines = code.split("\n")
    longest = 0
    head = re.compile(r"^( {0,4})(?!public|private|protected|namespace|struct|class|enum|union|extern|using|return|if|for|while|switch|else|do\b)"
                      r"[A-Za-z_~\[:]")
    index = 0
    while index < len(lines):
        match = head.match(lines[index])
        if not match:
            index += 1
            continue
        begin, indent, last = index, match.group(1), index
        while last < len(lines) and not lines[last].rstrip().endswith(("{", ";", "}")) and last - begin < 12:
            last += 1
        joined = " ".join(lines[begin:last + 1])
        if last >= len(lines) or not lines[last].rstrip().endswith("{") or "(" not in joined or "= {" in joined:
            index = begin + 1
            continue
        end = last + 1
        while end < len(lines) and not re.match(rf"^{indent}\}}", lines[end]):
            end += 1
        length = end - begin + 1
        longest = max(longest, length)
        if length > MAX_FUNCTION:
            findings.append(f"{path}:{begin + 1}: function of {length} lines; split it (at most {MAX_FUNCTION})")
        index = end + 1
    return longest


def check_banned(path, code, findings):
    for number, line in enumerate(code.split("\n"), 1):
        for pattern, cure, allowed in BANNED:
            if re.search(pattern, line) and not allowed.search(path):
                findings.append(f"{path}:{number}: banned call; use {cure}")


def check_words(path, text, findings):
    for number, line in enumerate(text.split("\n"), 1):
        if re.search(r"\b(TODO|FIXME|XXX)\b", line):
            findings.append(f"{path}:{number}: unfinished mark; finish it or delete it")
        if re.search(r"/(home|work|root)/\w", line):
            findings.append(f"{path}:{number}: machine path; make it relative")


def check_proto(path, text, findings):
    """Measured quantities (float, double) say their unit in the field's name."""
    suffix = re.compile(r"_(m|mm|mm_h|m_s|m2|m3|m3_s|s|ns|h|deg|rad|c|kw|hpa|g_l|ug_m3|dba|share|ratio|factor|value|values)$")
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(r"\s*(?:repeated\s+)?(float|double)\s+(\w+)\s*=", line)
        # "value" and "threshold" are in the unit of the device kind or rule that the message names beside them.
        unitless = ("value", "values", "threshold", "vehicles", "daylight")
        if match and not suffix.search(match.group(2)) and match.group(2) not in unitless:
            findings.append(f"{path}:{number}: field '{match.group(2)}' needs a unit suffix (e.g. _m, _m_s)")


def dead_headers(files, graph):
    included = {target for targets in graph.values() for target in targets}
    return [path for path in files if path.endswith(".h") and not path.startswith("tests/") and path not in included]


def named_types(path, code, types):
    """Types with a body that other files can see, by namespace and name: {(namespace, name): [path, …]}."""
    namespace, hidden, depth = None, None, 0
    for line in code.split("\n"):
        if match := re.match(r"namespace ([\w:]+) \{", line):
            namespace = match.group(1)
        elif re.match(r"namespace \{", line):
            hidden = depth
        elif hidden is None and namespace:
            if match := re.match(r"(?:struct|class|enum class) (?:alignas\([^)]*\) )?(\w+)(?: final)?\s*(?:: [^:].*)?\{", line):
                types.setdefault((namespace, match.group(1)), []).append(path)
        depth += line.count("{") - line.count("}")
        if hidden is not None and depth <= hidden:
            hidden = None


def main(root):
    findings, graph, files, types = [], {}, [], {}
    functions = 0
    for folder in ("sim", "twin", "emulators", "scenarios", "viz", "tests"):
        for found in sorted((root / folder).rglob("*")):
            path = found.relative_to(root).as_posix()
            if found.suffix in (".h", ".cpp", ".inc"):
                files.append(path)
                text = found.read_text(encoding="utf-8")
                code = strip(text)
                check_includes(path, text, findings, graph)
                functions = max(functions, check_functions(path, code, findings))
                check_words(path, text, findings)
                if not path.startswith("tests/"):
                    named_types(path, code, types)
                if path.startswith(HASHED):
                    check_banned(path, code, findings)
                if text.count("\n") > MAX_FILE:
                    findings.append(f"{path}: {text.count(chr(10))} lines; split it (at most {MAX_FILE})")
            elif found.suffix == ".proto":
                check_proto(path, found.read_text(encoding="utf-8"), findings)
    circle = find_circle(graph)
    if circle:
        findings.append("include circle: " + " → ".join(circle[circle.index(circle[-1]):]))
    # Two types of one name share each other's inline code, and no compiler says a word.
    findings += [f"{where[1]}: {namespace}::{name} is also defined in {where[0]}; rename one"
                 for (namespace, name), where in types.items() if len(where) > 1]
    findings += [f"{path}: nobody includes this header; delete it" for path in dead_headers(files, graph)]
    if len(files) < 50 or functions < 10:
        findings.append(f"tidy itself looks blind: {len(files)} files, longest function {functions} lines")
    for line in findings:
        print(line)
    sizes = sorted((root / path).read_text(encoding="utf-8").count("\n") for path in files)
    print(f"tidy: {len(files)} files, median {sizes[len(sizes) // 2]} lines, p90 {sizes[len(sizes) * 9 // 10]}, "
          f"max {sizes[-1]}, longest function {functions}, findings {len(findings)}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
