// The two minute-by-minute observers: one looks at the truth, one at the belief. They never meet before the run's end.
#pragma once

#include "scenarios/sample_list.h"
#include "scenarios/samples.h"
#include "scenarios/scenario.h"
#include "scenarios/streets.h"
#include "sim/city/city.h"
#include "sim/core/picture.h"
#include "twin/twin.h"

namespace sd {

[[nodiscard]] SampleList sample_list_of(const City& city, const Scenario& scenario);

class TruthEye {
public:
    TruthEye(const City& city, SampleList list);
    [[nodiscard]] TruthSample look(const Picture& truth);
    /// Deepest water seen so far at any look, over land.
    [[nodiscard]] const Grid<float>& max_depth_m() const { return max_depth_m_; }

private:
    const City& city_;
    SampleList list_;
    StreetCells streets_;
    Grid<float> max_depth_m_;
};

class BeliefEye {
public:
    BeliefEye(const City& city, SampleList list);
    [[nodiscard]] BeliefSample look(const Picture& belief, const Twin& twin) const;

private:
    const City& city_;
    SampleList list_;
    StreetCells streets_;
    std::vector<std::uint32_t> detector_edges_;
};

}  // namespace sd
