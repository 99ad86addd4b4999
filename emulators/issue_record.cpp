#include "emulators/issue_record.h"

#include "sim/core/check.h"

namespace sd {
namespace {

/// LEB128, seven bits a byte, lowest first.
void put_number(std::string& to, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) to.push_back(static_cast<char>(0x80 | (value & 0x7F)));
    to.push_back(static_cast<char>(value));
}

/// Small negative numbers as small positive ones; differences modulo 2^32, so any sequence travels.
std::uint32_t zigzag(std::uint32_t now, std::uint32_t before) {
    const std::uint32_t difference = now - before;
    return (difference << 1) ^ (0u - (difference >> 31));
}
std::uint32_t unzigzag(std::uint32_t before, std::uint32_t coded) {
    return before + ((coded >> 1) ^ (0u - (coded & 1)));
}

class Numbers {
public:
    explicit Numbers(std::string_view bytes) : bytes_(bytes) {}
    [[nodiscard]] bool take(std::uint64_t& value, std::uint64_t max) {
        value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (bytes_.empty()) return false;
            const auto byte = static_cast<unsigned char>(bytes_.front());
            bytes_.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80) return value <= max;
        }
        return false;
    }
    [[nodiscard]] std::size_t left() const { return bytes_.size(); }

private:
    std::string_view bytes_;
};

bool take_runs(Numbers& numbers, std::uint64_t rows, Fleet::Issued& out) {
    while (out.boot.size() < rows) {
        std::uint64_t boot = 0;
        std::uint64_t fate = 0;
        std::uint64_t length = 0;
        if (!numbers.take(boot, 0xFFFF) || !numbers.take(fate, static_cast<std::uint64_t>(Fate::Dropout)) ||
            !numbers.take(length, rows - out.boot.size()) || length == 0)
            return false;
        out.boot.insert(out.boot.end(), length, static_cast<std::uint16_t>(boot));
        out.fate.insert(out.fate.end(), length, static_cast<Fate>(fate));
    }
    return true;
}

bool take_differences(Numbers& numbers, std::uint64_t rows, std::vector<std::uint32_t>& out) {
    std::uint32_t before = 0;
    for (std::uint64_t i = 0; i < rows; ++i) {
        std::uint64_t coded = 0;
        if (!numbers.take(coded, 0xFFFF'FFFFu)) return false;
        before = unzigzag(before, static_cast<std::uint32_t>(coded));
        out.push_back(before);
    }
    return true;
}

}  // namespace

std::string encode_issued(const Fleet::Issued& issued) {
    const std::size_t rows = issued.device.size();
    SD_CHECK(issued.boot.size() == rows && issued.seq.size() == rows && issued.fate.size() == rows);
    std::string bytes;
    bytes.reserve(16 + 3 * rows);
    put_number(bytes, rows);
    for (std::size_t i = 0; i < rows;) {
        std::size_t end = i + 1;
        while (end < rows && issued.boot[end] == issued.boot[i] && issued.fate[end] == issued.fate[i]) ++end;
        put_number(bytes, issued.boot[i]);
        put_number(bytes, static_cast<std::uint64_t>(issued.fate[i]));
        put_number(bytes, end - i);
        i = end;
    }
    for (const auto* column : {&issued.device, &issued.seq}) {
        std::uint32_t before = 0;
        for (const std::uint32_t now : *column) {
            put_number(bytes, zigzag(now, before));
            before = now;
        }
    }
    return bytes;
}

Result<Fleet::Issued> decode_issued(std::string_view bytes) {
    const auto damaged = [] {
        return fail("", "an issue record that cannot be read", "the issue log was not written by this program");
    };
    Numbers numbers(bytes);
    Fleet::Issued issued;
    std::uint64_t rows = 0;
    // A row takes two bytes at the least, which bounds what a lying count can make us allocate.
    if (!numbers.take(rows, bytes.size() / 2)) return damaged();
    if (!take_runs(numbers, rows, issued) || !take_differences(numbers, rows, issued.device) ||
        !take_differences(numbers, rows, issued.seq) || numbers.left() != 0)
        return damaged();
    return issued;
}

}  // namespace sd
