// Which instruction sets the kernels are compiled for and which of them run here. All give the same bits.
#pragma once

#include <string_view>
#include <vector>

namespace sd::flood {

/// Of a kernel table: baseline, avx2, avx512.
inline constexpr int kIsas = 3;
[[nodiscard]] std::string_view isa_name(int index);
/// Index of the named instruction set, of the best one for ""; −1 when unknown or not runnable here.
[[nodiscard]] int isa_index(std::string_view isa);
/// The instruction sets that this machine can run, e.g. {"baseline", "avx2"}.
[[nodiscard]] std::vector<std::string_view> isas();

}  // namespace sd::flood
