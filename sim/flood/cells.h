// Water on a raster as whole numbers. Bed and depth are counts of one quantum (2^-24 m unless the relief is large;
// 2^-40 m in double precision), so volumes add up exactly in any order, levels compare exactly, and still water stays
// exactly still.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/core/grid.h"
#include "sim/flood/precision.h"

namespace sd::flood {

/// Memory on 64-byte boundaries; much of it on the system's large pages, where it has some: a tile's rows lie a page
/// apart, and a table of small pages holds too few of them.
[[nodiscard]] void* allocate_column(std::size_t bytes);
void free_column(void* column, std::size_t bytes);

template <class T>
struct ColumnMemory {
    using value_type = T;
    ColumnMemory() = default;
    template <class U>
    explicit ColumnMemory(const ColumnMemory<U>&) {}
    [[nodiscard]] T* allocate(std::size_t n) { return static_cast<T*>(allocate_column(n * sizeof(T))); }
    void deallocate(T* p, std::size_t n) { free_column(p, n * sizeof(T)); }
    friend bool operator==(const ColumnMemory&, const ColumnMemory&) { return true; }
};

template <class T>
using Column = std::vector<T, ColumnMemory<T>>;

inline constexpr int kTileX = 64;  ///< cells; a multiple of every vector width
inline constexpr int kTileY = 16;
/// Up to so many threads, one of them does the seams between their parts: sooner done than the others are woken.
inline constexpr int kFewParts = 4;

/// Where cells lie in the padded columns: 16 columns and 1 row of wall before, and wall up to whole tiles after.
struct Layout {
    GridSpec grid;
    std::size_t stride = 0;
    int tiles_x = 0;
    int tiles_y = 0;
    double datum_m = 0.0;    ///< level of bed 0
    double quantum_m = 0.0;  ///< of single precision; a power of two
    [[nodiscard]] std::size_t at(int i, int j) const {
        return static_cast<std::size_t>(j + 1) * stride + static_cast<std::size_t>(i + 16);
    }
    [[nodiscard]] std::size_t at(std::uint32_t cell) const {
        const auto nx = static_cast<std::uint32_t>(grid.nx);
        return at(static_cast<int>(cell % nx), static_cast<int>(cell / nx));
    }
    [[nodiscard]] std::size_t tile_of(std::uint32_t cell) const {
        const auto nx = static_cast<std::uint32_t>(grid.nx);
        return static_cast<std::size_t>(cell / nx / kTileY) * static_cast<std::size_t>(tiles_x) + cell % nx / kTileX;
    }
    [[nodiscard]] std::size_t size() const { return stride * static_cast<std::size_t>(tiles_y * kTileY + 2); }
    [[nodiscard]] double volume_m3() const { return quantum_m * grid.cell_m * grid.cell_m; }  ///< of one quantum
};

/// The finest power of two that spans the relief and 20 m of water above it: 2^-24 m up to about 75 m of relief.
[[nodiscard]] Layout layout_for(const GridSpec& grid, double lowest_m, double highest_m);

/// One unit of Depth, m.
template <class P>
[[nodiscard]] double unit_m(const Layout& l) {
    return kFine<P> ? 1.0 : l.quantum_m;
}
template <class P>
[[nodiscard]] double quantum_m(const Layout& l) {
    return kFine<P> ? kFineQuantum_m : l.quantum_m;
}
/// The nearest whole quantum.
template <class P>
[[nodiscard]] typename P::Depth depth_of(const Layout& l, double metres) {
    if constexpr (kFine<P>) {
        return std::round(metres / kFineQuantum_m) * kFineQuantum_m;
    } else {
        return static_cast<std::int32_t>(std::llround(metres / l.quantum_m));
    }
}
/// No bed, crest or water level of the grid is higher, m above the layout's datum.
template <class P>
[[nodiscard]] double top_m(const Layout& l) {
    return unit_m<P>(l) * kTopShare * static_cast<double>(kWallOf<P>);
}

/// The water itself. `tile_max` is kept ≥ the deepest cell of each tile and decides which tiles are worked on.
template <class P>
struct CellsOf {
    using Depth = typename P::Depth;
    Layout layout;
    Column<Depth> bed;
    Column<Depth> depth;
    std::vector<Depth> tile_max;

    [[nodiscard]] double metres(Depth d) const { return unit_m<P>(layout) * static_cast<double>(d); }
    [[nodiscard]] double level_m(std::uint32_t cell) const {
        const std::size_t k = layout.at(cell);
        return layout.datum_m + unit_m<P>(layout) * (static_cast<double>(bed[k]) + static_cast<double>(depth[k]));
    }
    [[nodiscard]] double bed_m(std::uint32_t cell) const { return layout.datum_m + metres(bed[layout.at(cell)]); }
    [[nodiscard]] double depth_m(std::uint32_t cell) const { return metres(depth[layout.at(cell)]); }
    /// Adds (or takes, when negative) whole quanta; the caller has made sure that depth stays ≥ 0.
    void add(std::uint32_t cell, Depth more) {
        Depth& d = depth[layout.at(cell)];
        d += more;
        SD_CHECK(d >= 0);
        Depth& most = tile_max[layout.tile_of(cell)];
        if (d > most) most = d;
    }
};
using Cells = CellsOf<F32>;

/// Water on the sheet: the exact sum, rounded once.
template <class P>
[[nodiscard]] double volume_m3(const Layout& layout, const Column<typename P::Depth>& depth);

}  // namespace sd::flood
