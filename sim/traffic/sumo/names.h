// Names to indices, in the order in which they came. Nothing ever walks the table itself, so that its layout cannot
// change a result.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/traffic/net.h"

namespace sd::sumo {

class Names {
public:
    /// Index of the name; kNone when it is not there.
    [[nodiscard]] std::uint32_t find(std::string_view name) const;
    /// Adds a name at the end. kNone when it was there already.
    std::uint32_t add(std::string_view name);
    /// Finds or adds.
    std::uint32_t intern(std::string_view name);
    [[nodiscard]] const std::string& operator[](std::uint32_t index) const { return names_[index]; }
    [[nodiscard]] std::size_t size() const { return names_.size(); }

private:
    [[nodiscard]] std::size_t slot_of(std::string_view name) const;
    void grow();

    std::vector<std::string> names_;
    std::vector<std::uint32_t> slots_;  ///< a power of two of them, at most half full; kNone = free
};

}  // namespace sd::sumo
