#include <array>

#include "sim/flood_step.h"

namespace sd::flood {
namespace {

constexpr int kTables = 3;

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

const KernelTable& kernel_table(int index) {
    SD_CHECK(index >= 0 && index < kTables);
    if (index == 1) return kernels_avx2();
    return index == 2 ? kernels_avx512() : kernels_baseline();
}

int kernel_index(std::string_view isa) {
    for (int k = kTables - 1; k >= 0; --k) {
        if (runs_here(k) && (isa.empty() || isa == kernel_table(k).name)) return k;
    }
    return -1;
}

std::string_view isa_name(const State& state) { return kernel_table(state.kernels).name; }

std::vector<std::string_view> isas() {
    std::vector<std::string_view> names;
    for (int k = 0; k < kTables; ++k) {
        if (runs_here(k)) names.emplace_back(kernel_table(k).name);
    }
    return names;
}

}  // namespace sd::flood
