#include "sim/city/city.h"

namespace sd {
namespace {

struct CoverRow {
    double manning;
    double impervious;
    bool water;
};

constexpr std::array<CoverRow, static_cast<std::size_t>(Cover::Count)> kCover{{
    {0.025, 1.0, true},    // River
    {0.030, 1.0, true},    // Canal
    {0.025, 1.0, true},    // Lake
    {0.016, 0.95, false},  // Road
    {0.200, 1.0, false},   // Building: water that enters a house hardly moves
    {0.035, 0.85, false},  // Dense
    {0.040, 0.60, false},  // Mixed
    {0.080, 0.10, false},  // Orchard
    {0.050, 0.20, false},  // Rice: puddled soil takes little
    {0.030, 0.85, false},  // Industrial
    {0.050, 0.20, false},  // Park
    {0.030, 0.30, false},  // Bare
}};

const CoverRow& row_of(Cover cover) { return kCover[static_cast<std::size_t>(cover)]; }

}  // namespace

double manning_of(Cover cover) { return row_of(cover).manning; }
double impervious_share(Cover cover) { return row_of(cover).impervious; }
bool is_water(Cover cover) { return row_of(cover).water; }

}  // namespace sd
