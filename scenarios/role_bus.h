// Addresses of a run in three processes: the simulation listens on the given port, the emulators on the next, the twin
// on the one after; the belief's live pictures, when asked for, on the fourth.
#pragma once

#include <string>

#include "sim/core/result.h"

namespace sd {

struct RoleAddresses {
    std::string sim;
    std::string emulators;
    std::string twin;
    std::string belief_tap;  ///< live pictures of the belief, with --tap
};

/// "tcp://127.0.0.1:5700" → four addresses.
[[nodiscard]] Result<RoleAddresses> role_addresses(const std::string& bus);

}  // namespace sd
