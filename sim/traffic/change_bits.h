// Bits of a lane-change wish: what is wanted, why, and what stands in the way [SUMO's lane-change states].
#pragma once

#include <cstdint>

namespace sd::micro {

enum ChangeBit : std::uint32_t {
    kStay = 1u << 0,
    kLeft = 1u << 1,
    kRight = 1u << 2,
    kStrategic = 1u << 3,
    kCooperative = 1u << 4,
    kSpeedGain = 1u << 5,
    kKeepRight = 1u << 6,
    kUrgent = 1u << 7,
    kByLeftLeader = 1u << 9,
    kByLeftFollower = 1u << 10,
    kByRightLeader = 1u << 11,
    kByRightFollower = 1u << 12,
    kOverlap = 1u << 13,
    // kept from step to step: what others have asked of us
    kAskedLeft = 1u << 16,
    kAskedRight = 1u << 17,
    kBlockingLeader = 1u << 18,
    kBlockingFollower = 1u << 19,
    kBackBlocker = 1u << 20,
    kBackBlockerStanding = 1u << 21
};
inline constexpr std::uint32_t kReasons = kStrategic | kCooperative | kSpeedGain | kKeepRight;
inline constexpr std::uint32_t kWantsChange = kLeft | kRight | kReasons | kUrgent;
inline constexpr std::uint32_t kByLeader = kByLeftLeader | kByRightLeader;
inline constexpr std::uint32_t kByFollower = kByLeftFollower | kByRightFollower;
inline constexpr std::uint32_t kBlocked = kByLeader | kByFollower | kOverlap;
inline constexpr std::uint32_t kKept = 0xFFFF'0000u;

}  // namespace sd::micro
