// A small made-up city with a river, a street grid, houses, devices and a flood: enough to see every layer.
#pragma once

#include <memory>

#include "sim/city/city.h"
#include "sim/core/picture.h"

namespace sd::viz::test {

/// `blocks` × `blocks` street blocks of 120 m north of a river; 10 m cells.
[[nodiscard]] City make_small_city(int blocks);
/// Truth and belief at a moment: water over the low streets (belief: 0.1 m less, shifted), vehicles, one alarm.
[[nodiscard]] std::shared_ptr<Picture> make_small_picture(const City& city, Eye eye, Instant at);

}  // namespace sd::viz::test
