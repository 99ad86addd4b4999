#include "sim/flood/cells.h"

#include <sys/mman.h>

#include <cmath>
#include <new>

namespace sd::flood {
namespace {

constexpr double kHeadroom_m = 20.0;  ///< water this deep above the highest ground still fits the numbers

double quantum_for(double relief_m) {
    double quantum = 1.0 / 16'777'216.0;
    while ((relief_m + kHeadroom_m) / quantum > kTopShare * kWall) quantum *= 2.0;
    return quantum;
}

constexpr std::size_t kLargePage = std::size_t{1} << 21;

std::align_val_t alignment_of(std::size_t bytes) {
    return std::align_val_t{bytes >= kLargePage ? kLargePage : std::size_t{64}};
}

}  // namespace

void* allocate_column(std::size_t bytes) {
    void* column = ::operator new(bytes, alignment_of(bytes));
#ifdef MADV_HUGEPAGE
    // Advice only: refused, the column is as right and a little slower.
    if (bytes >= kLargePage) (void)::madvise(column, bytes / kLargePage * kLargePage, MADV_HUGEPAGE);
#endif
    return column;
}

void free_column(void* column, std::size_t bytes) { ::operator delete(column, alignment_of(bytes)); }

Layout layout_for(const GridSpec& grid, double lowest_m, double highest_m) {
    Layout l;
    l.grid = grid;
    l.tiles_x = (grid.nx + kTileX - 1) / kTileX;
    l.tiles_y = (grid.ny + kTileY - 1) / kTileY;
    l.stride = static_cast<std::size_t>(l.tiles_x) * static_cast<std::size_t>(kTileX) + 32;
    l.datum_m = std::floor(lowest_m);
    l.quantum_m = quantum_for(highest_m - l.datum_m);
    return l;
}

template <class P>
double volume_m3(const Layout& l, const Column<typename P::Depth>& depth) {
    // Whole quanta in two sums, which no sheet overflows; a double alone would round beyond 2^53.
    constexpr std::int64_t kLow = std::int64_t{1} << 20;
    std::int64_t high = 0;
    std::int64_t low = 0;
    for (int j = 0; j < l.grid.ny; ++j) {
        const auto* row = depth.data() + l.at(0, j);
        for (int i = 0; i < l.grid.nx; ++i) {
            const auto quanta = static_cast<std::int64_t>(kFine<P> ? row[i] / kFineQuantum_m : row[i]);
            high += quanta / kLow;
            low += quanta % kLow;
        }
    }
    const double sum = static_cast<double>(high) * kLow + static_cast<double>(low);
    return sum * quantum_m<P>(l) * l.grid.cell_m * l.grid.cell_m;
}
template double volume_m3<F32>(const Layout&, const Column<std::int32_t>&);
template double volume_m3<F64>(const Layout&, const Column<double>&);

}  // namespace sd::flood
