// How far apart the results of two engines lie on the same case.
#pragma once

#include <vector>

namespace sd::micro {

/// Kolmogorov and Smirnov's distance: the greatest difference of both distribution functions, 0…1; 1 where a sample is
/// empty.
[[nodiscard]] double ks_distance(std::vector<double> one, std::vector<double> other);

/// G. E. Havers' measure of two flows, vehicles per hour: √(2 (a − b)²/(a + b)); below 5 they count as equal.
[[nodiscard]] double geh(double one_h, double other_h);

}  // namespace sd::micro
