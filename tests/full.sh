#!/usr/bin/env bash
# The long half of the tests. `./test --full` calls all of it; after `./test`, one stage alone:
# tests/full.sh clang|rooms|evening|lint|fuzz|coverage
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
. cmake/bootstrap.sh

stage_clang() {
    echo "== clang: warnings as errors, every test"
    build_preset clang
    ctest --test-dir build/clang --output-on-failure --no-tests=error -j2
}

stage_rooms() {
    echo "== every room under AddressSanitizer + UBSan"
    build_preset asan
    ctest --test-dir build/asan --output-on-failure --no-tests=error -j2
}

stage_evening() {
    echo "== the whole evening, the same bytes on both compilers and any number of threads"
    build_preset release
    build_preset clang
    python3 -B tests/e2e/evening.py
}

stage_lint() {
    echo "== clang-format and clang-tidy"
    git ls-files '*.h' '*.cpp' | xargs clang-format-14 --dry-run --Werror
    build_preset clang
    git ls-files 'sim/*.cpp' 'twin/*.cpp' 'emulators/*.cpp' 'scenarios/*.cpp' |
        xargs -P 2 -n 8 clang-tidy-14 -p build/clang --quiet --warnings-as-errors='*' >build/clang-tidy.log 2>&1 || {
        grep -E 'error|warning' build/clang-tidy.log | head -n 40
        echo "error: clang-tidy complains; the whole log is in build/clang-tidy.log" >&2
        exit 1
    }
}

fuzz_one() {
    local name
    name=$(basename "$1")
    mkdir -p "build/fuzz/corpus/$name"
    "$1" -max_total_time=60 -rss_limit_mb=4096 -print_final_stats=0 "build/fuzz/corpus/$name" \
        >"build/fuzz/$name.log" 2>&1 || {
        tail -n 20 "build/fuzz/$name.log"
        echo "error: $name found something; the input is named in build/fuzz/$name.log" >&2
        return 1
    }
    echo "$name: no finding"
}

stage_fuzz() {
    echo "== fuzzing, a minute each"
    build_preset fuzz fuzz_all
    export -f fuzz_one
    find build/fuzz/tests/fuzz -maxdepth 1 -name 'fuzz_*' -type f -executable | sort |
        xargs -P 2 -I '{}' bash -c 'fuzz_one "$1"' - '{}'
}

stage_coverage() {
    echo "== coverage of lines in sim twin emulators scenarios (bar: 85 %)"
    build_preset coverage
    ctest --test-dir build/coverage --output-on-failure --no-tests=error -j2
    gcovr --root . --object-directory build/coverage --filter 'sim/' --filter 'twin/' --filter 'emulators/' \
        --filter 'scenarios/' --exclude '.*_bench\.cpp' --gcov-ignore-parse-errors --fail-under-line 85 \
        --txt build/coverage.txt
    tail -n 4 build/coverage.txt
}

configure=(-DSD_TESTS=ON)
for stage in ${@:-clang rooms evening lint fuzz coverage}; do
    declare -F "stage_$stage" >/dev/null || {
        echo "error: no stage \"$stage\"; one of: clang rooms evening lint fuzz coverage" >&2
        exit 2
    }
    "stage_$stage"
done
