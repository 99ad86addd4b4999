// For x86-64 with AVX-512 F, VL, DQ and BW; elsewhere plain code that nobody selects.
#include "sim/flood/cells.h"
#include "sim/flood/inertia_kernel.h"

namespace sd::flood {
#include "sim/flood/inertia_kernel_both.inc"

const KernelTable<F32>& kernels_avx512(F32) {
    static constexpr KernelTable<F32> kTable = f32::table();
    return kTable;
}
const KernelTable<F64>& kernels_avx512(F64) {
    static constexpr KernelTable<F64> kTable = f64::table();
    return kTable;
}

}  // namespace sd::flood
