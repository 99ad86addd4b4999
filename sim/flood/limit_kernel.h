// A measuring stick: the plainest fast local inertia step (floating depths, two passes, clipping, no limiter, no
// ledger, no tiles). The model is quoted as a share of what this reaches in the same run; it is used for nothing else.
#pragma once

#include <vector>

#include "sim/core/parallel.h"
#include "sim/flood/cells.h"

namespace sd::flood {

class LimitProbe {
public:
    LimitProbe(int n, double cell_m);
    void step(float dt_s, Parallel& parallel);
    [[nodiscard]] float depth_m(int i, int j) const;

private:
    int n_;
    std::size_t stride_;
    float cell_m_;
    Column<float> bed_, depth_, drag_, qx_, qy_;
};

}  // namespace sd::flood
