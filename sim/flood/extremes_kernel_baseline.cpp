// For any machine.
#include "sim/flood/extremes_kernel.h"

namespace sd::flood {
namespace {
#include "sim/flood/extremes_kernel_body.inc"
}  // namespace

const NoteTable& notes_baseline() {
    static constexpr NoteTable kTable = table();
    return kTable;
}

}  // namespace sd::flood
