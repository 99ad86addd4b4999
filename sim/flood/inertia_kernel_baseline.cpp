// For every processor of the target family.
#include "sim/flood/cells.h"
#include "sim/flood/inertia_kernel.h"

namespace sd::flood {
namespace {
#include "sim/flood/inertia_kernel_body.inc"
}  // namespace

const KernelTable& kernels_baseline() {
    static constexpr KernelTable kTable{"baseline", flux_tile, update_tile, outflow_tile, scale_tile};
    return kTable;
}

}  // namespace sd::flood
