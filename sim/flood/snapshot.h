// A watered sheet's moving state as bytes, to go on from later bit for bit: depths, discharges, dykes, rims, extremes.
// The ground is not in it but its hash is: a snapshot fits only what it was taken of.
//
// Bytes (little-endian): magic "SDWATER\0", version u32, kind u32, nx i32, ny i32, hash of the ground u64, length of
// what follows u64, XXH3 of it u64; then values and columns in the order of their visit(). A column is its length in
// elements u64, one bit per page of 4 KiB (1: all elements are the first one), then per page that element or the page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <type_traits>
#include <vector>

#include "sim/core/result.h"
#include "sim/flood/fv.h"
#include "sim/flood/inertia.h"

namespace sd::flood {

using Bytes = std::vector<std::byte>;

/// What a snapshot fits.
struct SnapshotHead {
    std::uint32_t kind = 0;  ///< of sheet: scheme, precision and order
    std::int32_t nx = 0;
    std::int32_t ny = 0;
    std::uint64_t ground = 0;
};

class StateWriter {
public:
    explicit StateWriter(Bytes& out) : out_(out) {}
    template <class T>
    void value(const T& v) {
        static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
        append(std::as_bytes(std::span(&v, 1)));
    }
    template <class C>
    void column(const C& c) {
        value(std::uint64_t{c.size()});
        pages(std::as_bytes(std::span(c)), sizeof(typename C::value_type));
    }
    void append(std::span<const std::byte> bytes);

private:
    void pages(std::span<const std::byte> column, std::size_t element);
    Bytes& out_;
};

/// Reads what StateWriter wrote, into columns of the right length; once something does not fit, ok() stays false.
class StateReader {
public:
    explicit StateReader(std::span<const std::byte> in) : rest_(in) {}
    template <class T>
    void value(T& v) {
        static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
        take(std::as_writable_bytes(std::span(&v, 1)));
    }
    template <class C>
    void column(C& c) {
        std::uint64_t n = 0;
        value(n);
        ok_ = ok_ && n == c.size();
        if (ok_) pages(std::as_writable_bytes(std::span(c)), sizeof(typename C::value_type));
    }
    void fail() { ok_ = false; }
    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

private:
    void take(std::span<std::byte> to);
    void pages(std::span<std::byte> column, std::size_t element);
    std::span<const std::byte> rest_;
    bool ok_ = true;
};

/// Head and an empty body that a StateWriter appends to; `most` is a guess at its length.
[[nodiscard]] Bytes begin_snapshot(const SnapshotHead& head, std::size_t most);
/// Writes length and hash of the body into the head.
void end_snapshot(Bytes& snapshot);
/// The body, when it is whole and fits.
[[nodiscard]] Result<StateReader> open_snapshot(std::span<const std::byte> snapshot, const SnapshotHead& expected);

template <class P>
[[nodiscard]] SnapshotHead head_of(const SheetOf<P>& sheet);
template <class P>
[[nodiscard]] SnapshotHead head_of(const FvSheet<P>& sheet);

template <class P>
void visit(StateWriter& writer, const SheetOf<P>& sheet);
template <class P>
void visit(StateReader& reader, SheetOf<P>& sheet);
template <class P>
void visit(StateWriter& writer, const FvSheet<P>& sheet);
template <class P>
void visit(StateReader& reader, FvSheet<P>& sheet);
void visit(StateWriter& writer, const std::vector<RimFace>& rim);
void visit(StateReader& reader, std::vector<RimFace>& rim);

/// Whole files only: written beside and renamed.
[[nodiscard]] Result<void> write_snapshot(const std::filesystem::path& file, std::span<const std::byte> snapshot);
[[nodiscard]] Result<Bytes> read_snapshot(const std::filesystem::path& file);

}  // namespace sd::flood
