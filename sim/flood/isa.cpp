#include "sim/flood/isa.h"

#include <array>
#include <cstddef>

#include "sim/core/check.h"

namespace sd::flood {
namespace {

constexpr std::array<std::string_view, kIsas> kNames{"baseline", "avx2", "avx512"};

bool runs_here(int index) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (index == 1) return __builtin_cpu_supports("avx2") != 0;
    if (index == 2) {
        return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
               __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512bw") != 0;
    }
#endif
    return index == 0;
}

}  // namespace

std::string_view isa_name(int index) {
    SD_CHECK(index >= 0 && index < kIsas);
    return kNames[static_cast<std::size_t>(index)];
}

int isa_index(std::string_view isa) {
    for (int k = kIsas - 1; k >= 0; --k) {
        if (runs_here(k) && (isa.empty() || isa == isa_name(k))) return k;
    }
    return -1;
}

std::vector<std::string_view> isas() {
    std::vector<std::string_view> names;
    for (int k = 0; k < kIsas; ++k) {
        if (runs_here(k)) names.push_back(isa_name(k));
    }
    return names;
}

}  // namespace sd::flood
