#include "sim/traffic/agreement.h"

#include <algorithm>
#include <cmath>

namespace sd::micro {

double ks_distance(std::vector<double> one, std::vector<double> other) {
    if (one.empty() || other.empty()) return 1.0;
    std::sort(one.begin(), one.end());
    std::sort(other.begin(), other.end());
    double most = 0.0;
    for (std::size_t i = 0, k = 0; i < one.size() && k < other.size();) {
        const double at = std::min(one[i], other[k]);
        while (i < one.size() && one[i] <= at) ++i;
        while (k < other.size() && other[k] <= at) ++k;
        most = std::max(most, std::abs(static_cast<double>(i) / static_cast<double>(one.size()) -
                                       static_cast<double>(k) / static_cast<double>(other.size())));
    }
    return most;
}

double geh(double one_h, double other_h) {
    const double sum = one_h + other_h;
    return sum > 0.0 ? std::sqrt(2.0 * (one_h - other_h) * (one_h - other_h) / sum) : 0.0;
}

}  // namespace sd::micro
