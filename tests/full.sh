#!/usr/bin/env bash
# The long half of the tests: second compiler, whole evening, coverage, lint, fuzzing. Called by `./test --full`.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
. cmake/bootstrap.sh

echo "== clang: warnings as errors, every test"
build_preset clang
ctest --test-dir build/clang --output-on-failure --no-tests=error -j2

echo "== every room under AddressSanitizer + UBSan"
build_preset asan
ctest --test-dir build/asan --output-on-failure --no-tests=error -j2

echo "== the whole evening, the same bytes on both compilers and any number of threads"
python3 -B tests/e2e/evening.py

echo "== clang-format and clang-tidy"
git ls-files '*.h' '*.cpp' | xargs clang-format-14 --dry-run --Werror
git ls-files 'sim/*.cpp' 'twin/*.cpp' 'emulators/*.cpp' 'scenarios/*.cpp' |
    xargs -P 2 -n 8 clang-tidy-14 -p build/clang --quiet --warnings-as-errors='*' >build/clang-tidy.log 2>&1 || {
    grep -E 'error|warning' build/clang-tidy.log | head -n 40
    echo "error: clang-tidy complains; the whole log is in build/clang-tidy.log" >&2
    exit 1
}

echo "== fuzzing, a minute each"
build_preset fuzz
for target in build/fuzz/tests/fuzz/fuzz_*; do
    [ -x "$target" ] && [ -f "$target" ] || continue
    mkdir -p "build/fuzz/corpus/$(basename "$target")"
    "$target" -max_total_time=60 -rss_limit_mb=4096 -print_final_stats=0 "build/fuzz/corpus/$(basename "$target")" \
        >"build/fuzz/$(basename "$target").log" 2>&1 || {
        tail -n 20 "build/fuzz/$(basename "$target").log"
        exit 1
    }
    echo "$(basename "$target"): no finding"
done

echo "== coverage of lines in sim twin emulators scenarios (bar: 85 %)"
build_preset coverage
ctest --test-dir build/coverage --output-on-failure --no-tests=error -j2
gcovr --root . --object-directory build/coverage --filter 'sim/' --filter 'twin/' --filter 'emulators/' \
    --filter 'scenarios/' --exclude '.*_bench\.cpp' --gcov-ignore-parse-errors --fail-under-line 85 --txt build/coverage.txt
tail -n 4 build/coverage.txt
