// Whole numbers out of JSON that may be damaged: nlohmann's get<int> casts 1e300 without a word.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

namespace sd {

/// Throws std::out_of_range when the value is no whole number, or none of T's.
template <class T>
[[nodiscard]] T whole(const nlohmann::json& value) {
    if (value.is_number_unsigned() && std::in_range<T>(value.get<std::uint64_t>())) {
        return static_cast<T>(value.get<std::uint64_t>());
    }
    if (value.is_number_integer() && !value.is_number_unsigned() && std::in_range<T>(value.get<std::int64_t>())) {
        return static_cast<T>(value.get<std::int64_t>());
    }
    throw std::out_of_range(value.dump().substr(0, 40) + " is no whole number in range");
}

/// One of an enum whose last member is `last`.
template <class E>
[[nodiscard]] E member(const nlohmann::json& value, E last) {
    const auto number = whole<std::uint8_t>(value);
    if (number > static_cast<std::uint8_t>(last)) throw std::out_of_range("a state that is not known");
    return static_cast<E>(number);
}

}  // namespace sd
