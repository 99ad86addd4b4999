// The inner loop of extremes.h on one row of a tile, compiled once per instruction set; all give the same bits.
#pragma once

#include <cmath>
#include <cstdint>

#include "sim/flood/extremes.h"
#include "sim/flood/precision.h"

namespace sd::flood {

template <class P>
struct NoteStep {
    float metres = 1.0F;               ///< of one unit of Depth
    float now_s = 0.0F;                ///< when the state looked at stood
    typename P::Depth threshold = {};  ///< deeper counts as wet
};

template <class P>
[[nodiscard]] NoteStep<P> note_constants(const Layout& layout, const Extremes& extremes) {
    NoteStep<P> c;
    c.metres = static_cast<float>(unit_m<P>(layout));
    c.now_s = static_cast<float>(extremes.now_s);
    c.threshold = static_cast<typename P::Depth>(kFine<P> ? extremes.threshold_m
                                                          : std::floor(extremes.threshold_m / layout.quantum_m));
    return c;
}

/// kTileX cells of the sheet from the tile's western rim on.
template <class P>
struct NoteRow {
    const typename P::Depth* bed = nullptr;
    const typename P::Depth* depth = nullptr;
    const typename P::Real* x = nullptr;        ///< m²/s, of the cell, or through its western face
    const typename P::Real* y = nullptr;        ///< m²/s, of the cell, or through its southern face
    const typename P::Real* y_north = nullptr;  ///< through the northern face; null when x and y are of the cell
};

/// One block of Extremes.
struct NoteBlock {
    float* peaks = nullptr;
    Floor* floor = nullptr;
    float* arrived_s = nullptr;
    float* wet_from_s = nullptr;
    float* wet_s = nullptr;
    std::uint8_t* wet_row = nullptr;
};

/// True where the peaks had to be looked at.
struct NoteTable {
    bool (*faces_f32)(const NoteStep<F32>&, const NoteRow<F32>&, const NoteBlock&) = nullptr;
    bool (*faces_f64)(const NoteStep<F64>&, const NoteRow<F64>&, const NoteBlock&) = nullptr;
    bool (*cells_f32)(const NoteStep<F32>&, const NoteRow<F32>&, const NoteBlock&) = nullptr;
    bool (*cells_f64)(const NoteStep<F64>&, const NoteRow<F64>&, const NoteBlock&) = nullptr;
};

[[nodiscard]] const NoteTable& notes_baseline();
[[nodiscard]] const NoteTable& notes_avx2();
[[nodiscard]] const NoteTable& notes_avx512();

[[nodiscard]] inline const NoteTable& note_table(int isa) {
    if (isa == 1) return notes_avx2();
    return isa == 2 ? notes_avx512() : notes_baseline();
}

[[nodiscard]] inline NoteBlock note_block(Extremes& e, std::size_t block) {
    const std::size_t k = block * kTileX;
    return {&e.peaks[3 * k], &e.floors[block], &e.arrived_s[k], &e.wet_from_s[k], &e.wet_s[k], &e.wet_rows[block]};
}

/// Asks memory for the peaks of a block beside one that had to be looked at: motion has neighbours.
inline void expect_block(const Extremes& e, std::size_t block) {
    const float* peaks = &e.peaks[3 * block * kTileX];
    for (int k = 0; k < 3 * kTileX; k += 16) __builtin_prefetch(peaks + k, 1);
}

}  // namespace sd::flood
