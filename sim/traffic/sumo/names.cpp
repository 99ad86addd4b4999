#include "sim/traffic/sumo/names.h"

#include "sim/core/hash.h"

namespace sd::sumo {

using micro::kNone;

std::size_t Names::slot_of(std::string_view name) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = static_cast<std::size_t>(hash_bytes(name.data(), name.size())) & mask;
    while (slots_[slot] != kNone && names_[slots_[slot]] != name) slot = (slot + 1) & mask;
    return slot;
}

void Names::grow() {
    slots_.assign(slots_.empty() ? 64 : slots_.size() * 2, kNone);
    for (std::uint32_t i = 0; i < names_.size(); ++i) slots_[slot_of(names_[i])] = i;
}

std::uint32_t Names::find(std::string_view name) const { return slots_.empty() ? kNone : slots_[slot_of(name)]; }

std::uint32_t Names::add(std::string_view name) {
    if (2 * (names_.size() + 1) > slots_.size()) grow();
    const std::size_t slot = slot_of(name);
    if (slots_[slot] != kNone) return kNone;
    slots_[slot] = static_cast<std::uint32_t>(names_.size());
    names_.emplace_back(name);
    return slots_[slot];
}

std::uint32_t Names::intern(std::string_view name) {
    const std::uint32_t there = find(name);
    return there != kNone ? there : add(name);
}

}  // namespace sd::sumo
