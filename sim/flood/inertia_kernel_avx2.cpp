// For x86-64 with AVX2; elsewhere plain code that nobody selects.
#include "sim/flood/cells.h"
#include "sim/flood/inertia_kernel.h"

namespace sd::flood {
namespace {
#include "sim/flood/inertia_kernel_body.inc"
}  // namespace

const KernelTable& kernels_avx2() {
    static constexpr KernelTable kTable{"avx2", flux_tile, update_tile, outflow_tile, scale_tile};
    return kTable;
}

}  // namespace sd::flood
