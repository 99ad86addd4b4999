#include "sim/population_day.h"

#include <cstdint>

namespace sd::day {

double hour_of(Instant now, Duration utc_offset) {
    constexpr std::int64_t kDay = hours(24).ns;
    const std::int64_t local = (now.ns + utc_offset.ns) % kDay;
    return static_cast<double>(local < 0 ? local + kDay : local) / 3.6e12;
}

double at_hour(const Table& table, double hour) {
    const auto h = static_cast<std::size_t>(hour) % 24;
    const double part = hour - static_cast<double>(static_cast<std::size_t>(hour));
    const double a = table[h];
    return a + (table[(h + 1) % 24] - a) * part;
}

const Table kAtHome{0.98F, 0.98F, 0.98F, 0.97F, 0.94F, 0.85F, 0.70F, 0.50F, 0.42F, 0.40F, 0.42F, 0.58F,
                    0.62F, 0.48F, 0.42F, 0.42F, 0.50F, 0.65F, 0.76F, 0.80F, 0.85F, 0.91F, 0.95F, 0.97F};
const Table kHomeLoad{0.42F, 0.38F, 0.36F, 0.35F, 0.38F, 0.48F, 0.55F, 0.50F, 0.45F, 0.45F, 0.52F, 0.66F,
                      0.68F, 0.60F, 0.52F, 0.50F, 0.58F, 0.75F, 0.95F, 1.00F, 0.96F, 0.85F, 0.68F, 0.52F};
const Table kWorkLoad{0.20F, 0.18F, 0.18F, 0.18F, 0.22F, 0.30F, 0.45F, 0.75F, 0.92F, 1.00F, 1.00F, 0.85F,
                      0.80F, 0.95F, 1.00F, 0.98F, 0.90F, 0.70F, 0.60F, 0.52F, 0.42F, 0.32F, 0.26F, 0.22F};
const Table kParking{0.15F, 0.13F, 0.12F, 0.12F, 0.15F, 0.25F, 0.42F, 0.65F, 0.80F, 0.86F, 0.84F, 0.66F,
                     0.58F, 0.76F, 0.82F, 0.80F, 0.72F, 0.62F, 0.66F, 0.68F, 0.55F, 0.38F, 0.25F, 0.18F};
const Table kWaste{0.20F, 0.10F, 0.10F, 0.20F, 0.60F, 1.20F, 1.60F, 1.50F, 1.20F, 1.10F, 1.30F, 1.60F,
                   1.30F, 1.00F, 0.90F, 1.00F, 1.30F, 1.70F, 1.80F, 1.60F, 1.30F, 0.90F, 0.60F, 0.30F};

}  // namespace sd::day
