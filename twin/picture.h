// The belief as an eye sees it.
#pragma once

#include "sim/core/picture.h"
#include "twin/alerts.h"
#include "twin/assimilate.h"
#include "twin/belief.h"
#include "twin/catalogue.h"
#include "twin/traffic_belief.h"

namespace sd {

[[nodiscard]] Picture belief_picture(const City& city, const Catalogue& catalogue, const Belief& belief,
                                     const FloodBelief& flood, const TrafficBelief& traffic, const AlarmBook& alarms);

}  // namespace sd
