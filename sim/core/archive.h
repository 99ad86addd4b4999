// Structs as little-endian bytes, both ways from one list of fields: `fields(archive, v)` calls `archive(v.a, v.b, …)`.
// The reader believes nothing: every count is bounded by the bytes that are left, and the first thing that does not fit
// stops it for good.
#pragma once

#include <array>
#include <bit>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/core/grid.h"
#include "sim/core/id.h"

namespace sd::archive {

static_assert(std::endian::native == std::endian::little,
              "archives are little-endian; other machines need a swap here");

using Bytes = std::vector<std::uint8_t>;

/// What `fields` takes: const T& for a Writer, T& for a Reader.
template <class A, class T>
using Ref = typename A::template Ref<T>;

template <class T>
inline constexpr bool is_plain = (std::is_arithmetic_v<T> || std::is_enum_v<T>)&&!std::is_same_v<T, bool>;

class Writer {
public:
    template <class T>
    using Ref = const T&;

    template <class... T>
    void operator()(const T&... values) {
        (put(values), ...);
    }
    [[nodiscard]] const Bytes& bytes() const { return bytes_; }

private:
    void raw(const void* data, std::size_t size) {
        const auto* from = static_cast<const std::uint8_t*>(data);
        bytes_.insert(bytes_.end(), from, from + size);
    }
    void put(bool v) { bytes_.push_back(v ? 1 : 0); }
    template <class T>
    void put(const T& v) {
        if constexpr (is_plain<T>) {
            raw(&v, sizeof v);
        } else {
            fields(*this, v);
        }
    }
    template <class Tag>
    void put(const Id<Tag>& v) {
        put(v.index);
    }
    void put(const std::string& v) {
        put(static_cast<std::uint32_t>(v.size()));
        raw(v.data(), v.size());
    }
    template <class T>
    void put(const std::vector<T>& v) {
        put(static_cast<std::uint32_t>(v.size()));
        for (const T& item : v) put(item);
    }
    template <class T, std::size_t N>
    void put(const std::array<T, N>& v) {
        for (const T& item : v) put(item);
    }
    // First bytes of all cells, then second bytes …: neighbours are alike, so this compresses far better.
    template <class T>
    void put(const Grid<T>& v) {
        put(v.nx());
        put(v.ny());
        for (std::size_t byte = 0; byte < sizeof(T); ++byte) {
            for (int j = 0; j < v.ny(); ++j) {
                for (const T& cell : v.row(j)) {
                    bytes_.push_back(reinterpret_cast<const std::uint8_t*>(&cell)[byte]);
                }
            }
        }
    }

    Bytes bytes_;
};

class Reader {
public:
    template <class T>
    using Ref = T&;

    explicit Reader(const Bytes& bytes) : bytes_(&bytes) {}

    template <class... T>
    void operator()(T&... values) {
        (get(values), ...);
    }
    [[nodiscard]] bool ok() const { return problem_.empty(); }
    [[nodiscard]] bool at_end() const { return at_ == bytes_->size(); }
    /// What did not fit and where; empty when all is well.
    [[nodiscard]] const std::string& problem() const { return problem_; }

private:
    [[nodiscard]] std::size_t left() const { return bytes_->size() - at_; }
    void stop(const std::string& what) {
        if (ok()) problem_ = what + " at byte " + std::to_string(at_) + " of " + std::to_string(bytes_->size());
    }
    bool raw(void* data, std::size_t size) {
        if (!ok()) return false;
        if (size > left()) {
            stop("it ends too early");
            return false;
        }
        if (size > 0) std::memcpy(data, bytes_->data() + at_, size);
        at_ += size;
        return true;
    }
    /// A count of things of at least `least` bytes each.
    std::uint32_t count(std::size_t least) {
        std::uint32_t n = 0;
        if (!raw(&n, sizeof n)) return 0;
        if (static_cast<std::size_t>(n) * least > left()) {
            stop("a list of " + std::to_string(n) + " does not fit in what is left");
            return 0;
        }
        return n;
    }
    void get(bool& v) {
        std::uint8_t byte = 0;
        if (raw(&byte, 1) && byte > 1) stop("a yes/no that is neither");
        v = byte == 1;
    }
    template <class T>
    void get(T& v) {
        if constexpr (is_plain<T>) {
            raw(&v, sizeof v);
        } else {
            fields(*this, v);
        }
    }
    template <class Tag>
    void get(Id<Tag>& v) {
        get(v.index);
    }
    void get(std::string& v) {
        v.resize(count(1));
        raw(v.data(), v.size());
    }
    template <class T>
    void get(std::vector<T>& v) {
        Writer smallest;
        smallest(T{});
        const std::uint32_t n = count(smallest.bytes().size());
        v.clear();
        v.reserve(n);
        for (std::uint32_t k = 0; k < n && ok(); ++k) get(v.emplace_back());
    }
    template <class T, std::size_t N>
    void get(std::array<T, N>& v) {
        for (T& item : v) get(item);
    }
    template <class T>
    void get(Grid<T>& v) {
        std::int32_t nx = 0;
        std::int32_t ny = 0;
        get(nx);
        get(ny);
        if (!ok()) return;
        if (nx < 1 || ny < 1 || static_cast<std::size_t>(nx) * static_cast<std::size_t>(ny) > left() / sizeof(T)) {
            stop("a raster of " + std::to_string(nx) + " × " + std::to_string(ny) + " does not fit");
            return;
        }
        v = Grid<T>(nx, ny);
        for (std::size_t byte = 0; byte < sizeof(T); ++byte) {
            for (int j = 0; j < ny; ++j) {
                for (T& cell : v.row(j)) reinterpret_cast<std::uint8_t*>(&cell)[byte] = (*bytes_)[at_++];
            }
        }
    }

    const Bytes* bytes_;
    std::size_t at_ = 0;
    std::string problem_;
};

}  // namespace sd::archive
