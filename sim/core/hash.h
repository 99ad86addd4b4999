// State hashes: equal bytes give equal 64-bit values on every machine (XXH3, little-endian bytes).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>

namespace sd {

[[nodiscard]] std::uint64_t hash_bytes(const void* data, std::size_t size, std::uint64_t seed = 0);

/// Folds columns into one hash; the order of add() calls matters. Feed it values, never structs with padding.
class StateHash {
public:
    template <class T>
    requires std::is_arithmetic_v<T>
    void add(std::span<const T> column) {
        value_ = hash_bytes(column.data(), column.size_bytes(), value_ + column.size());
    }
    template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) void add(T value) {
        value_ = hash_bytes(&value, sizeof value, value_ + 1);
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0;
};

/// 16 lower-case hexadecimal digits.
[[nodiscard]] std::string hex(std::uint64_t hash);

}  // namespace sd
