// For any machine.
#include "sim/flood/fv_kernel.h"

namespace sd::flood {
#include "sim/flood/fv_kernel_both.inc"

const FvTable<F32>& fv_baseline(F32) {
    static constexpr FvTable<F32> kTable = f32::table();
    return kTable;
}
const FvTable<F64>& fv_baseline(F64) {
    static constexpr FvTable<F64> kTable = f64::table();
    return kTable;
}

}  // namespace sd::flood
