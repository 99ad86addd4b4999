#include "sim/sewer/order.h"

#include <algorithm>
#include <cstddef>
#include <set>

#include "sim/core/check.h"

namespace sd::sewer {
namespace {

using Neighbours = std::vector<std::vector<std::int32_t>>;

Neighbours neighbours_of(int n, std::span<const std::pair<std::int32_t, std::int32_t>> pairs) {
    Neighbours out(static_cast<std::size_t>(n));
    for (const auto& [a, b] : pairs) {
        if (a == b) continue;
        out[static_cast<std::size_t>(a)].push_back(b);
        out[static_cast<std::size_t>(b)].push_back(a);
    }
    for (auto& list : out) {
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
    }
    return out;
}

/// Takes `gone` out of `of` and joins `others` (sorted) to it.
void merge(std::vector<std::int32_t>& of, std::int32_t self, std::int32_t gone,
           const std::vector<std::int32_t>& others) {
    std::vector<std::int32_t> out;
    out.reserve(of.size() + others.size());
    std::set_union(of.begin(), of.end(), others.begin(), others.end(), std::back_inserter(out));
    out.erase(std::remove_if(out.begin(), out.end(), [&](std::int32_t k) { return k == self || k == gone; }),
              out.end());
    of = std::move(out);
}

}  // namespace

std::int32_t Pattern::entry(std::int32_t a, std::int32_t b) const {
    const auto begin = later.begin() + first[static_cast<std::size_t>(a)];
    const auto end = later.begin() + first[static_cast<std::size_t>(a) + 1];
    const auto at = std::lower_bound(begin, end, b);
    SD_CHECK(at != end && *at == b);
    return static_cast<std::int32_t>(at - later.begin());
}

Pattern make_pattern(int n, std::span<const std::pair<std::int32_t, std::int32_t>> pairs) {
    Neighbours near = neighbours_of(n, pairs);
    std::set<std::pair<std::size_t, std::int32_t>> queue;  // (degree, unknown): ties by number, so always the same
    for (std::int32_t i = 0; i < n; ++i) queue.emplace(near[static_cast<std::size_t>(i)].size(), i);
    Pattern out;
    out.position.assign(static_cast<std::size_t>(n), 0);
    Neighbours struck(static_cast<std::size_t>(n));  // by place: neighbours (unknowns) left at elimination
    for (std::int32_t place = 0; place < n; ++place) {
        const std::int32_t pivot = queue.begin()->second;
        queue.erase(queue.begin());
        out.position[static_cast<std::size_t>(pivot)] = place;
        auto& mine = struck[static_cast<std::size_t>(place)];
        mine = std::move(near[static_cast<std::size_t>(pivot)]);
        for (const std::int32_t other : mine) {
            auto& theirs = near[static_cast<std::size_t>(other)];
            queue.erase({theirs.size(), other});
            merge(theirs, other, pivot, mine);
            queue.emplace(theirs.size(), other);
        }
    }
    out.first.push_back(0);
    for (auto& mine : struck) {
        for (std::int32_t& k : mine) k = out.position[static_cast<std::size_t>(k)];
        std::sort(mine.begin(), mine.end());
        out.later.insert(out.later.end(), mine.begin(), mine.end());
        out.first.push_back(static_cast<std::int32_t>(out.later.size()));
    }
    for (const auto& mine : struck) {
        for (std::size_t x = 0; x < mine.size(); ++x)
            for (std::size_t y = x + 1; y < mine.size(); ++y) out.fill.push_back(out.entry(mine[x], mine[y]));
    }
    return out;
}

void solve(const Pattern& pattern, Matrix& m) {
    const std::size_t n = pattern.size();
    const std::int32_t* first = pattern.first.data();
    const std::int32_t* later = pattern.later.data();
    const std::int32_t* fill = pattern.fill.data();
    double* diagonal = m.diagonal.data();
    double* upper = m.upper.data();
    double* lower = m.lower.data();
    double* rhs = m.rhs.data();
    for (std::size_t p = 0; p < n; ++p) {
        const double inverse = 1.0 / diagonal[p];
        diagonal[p] = inverse;
        for (std::int32_t x = first[p]; x < first[p + 1]; ++x) {
            const std::int32_t row = later[x];
            const double factor = lower[x] * inverse;
            diagonal[row] -= factor * upper[x];
            rhs[row] -= factor * rhs[p];
            for (std::int32_t y = x + 1; y < first[p + 1]; ++y) {
                const std::int32_t e = *fill++;
                upper[e] -= factor * upper[y];
                lower[e] -= lower[y] * inverse * upper[x];
            }
        }
    }
    for (std::size_t p = n; p-- > 0;) {
        double sum = rhs[p];
        for (std::int32_t x = first[p]; x < first[p + 1]; ++x) sum -= upper[x] * rhs[later[x]];
        rhs[p] = sum * diagonal[p];
    }
}

}  // namespace sd::sewer
