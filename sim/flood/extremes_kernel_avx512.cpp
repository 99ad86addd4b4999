// For x86-64 with AVX-512 F, VL, DQ and BW; elsewhere plain code that nobody selects.
#include "sim/flood/extremes_kernel.h"

namespace sd::flood {
namespace {
#include "sim/flood/extremes_kernel_body.inc"
}  // namespace

const NoteTable& notes_avx512() {
    static constexpr NoteTable kTable = table();
    return kTable;
}

}  // namespace sd::flood
