# Sourced by run, test and .ci/run: installs what is missing (apt) and says so; nothing else on the machine is touched.
# Usage: install_packages run [test [full]]
install_packages() {
    local missing=() kind name
    while read -r kind name; do
        case "$kind" in '' | '#'*) continue ;; esac
        [[ " $* " == *" $kind "* ]] || continue
        dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$name")
    done <"$root/cmake/packages.txt"
    if [ ${#missing[@]} -eq 0 ]; then
        echo "packages: all present, nothing to install"
        return
    fi
    echo "packages: installing ${#missing[@]} from the distribution: ${missing[*]}"
    local sudo=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || {
            echo "error: installing packages needs root or sudo; as root: apt-get install ${missing[*]}" >&2
            exit 2
        }
        sudo=(sudo)
    fi
    "${sudo[@]}" apt-get update -qq
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
        >"$root/build/apt.log" 2>&1 || {
        tail -n 20 "$root/build/apt.log" >&2
        echo "error: apt-get install failed; the whole log is in build/apt.log" >&2
        exit 2
    }
}

# Configures and builds a preset: build_preset release [targets…]. `configure` holds more options for cmake.
configure=()
build_preset() {
    local preset=$1
    shift
    cmake --preset "$preset" -S "$root" ${configure[@]+"${configure[@]}"} >"$root/build/cmake-$preset.log" 2>&1 || {
        tail -n 30 "$root/build/cmake-$preset.log" >&2
        echo "error: configuring preset $preset failed; the whole log is in build/cmake-$preset.log" >&2
        exit 2
    }
    echo "building preset $preset (log: build/$preset.log)"
    local targets=()
    [ $# -gt 0 ] && targets=(--target "$@")
    if ! cmake --build "$root/build/$preset" "${targets[@]}" >"$root/build/$preset.log" 2>&1; then
        grep -E 'error|FAILED' "$root/build/$preset.log" | head -n 40 >&2
        echo "error: the build failed; the whole log is in build/$preset.log" >&2
        exit 2
    fi
}

# Free-standing clone, tarball or submodule: the compiler cache must see the same paths everywhere.
export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1
mkdir -p "$root/build"
