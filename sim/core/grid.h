// Raster vocabulary. Row 0 is the SOUTHERN row (y grows with the row), column 0 the western column.
// Rows are padded to 64 bytes so that each row of a column of numbers starts on a cache line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <vector>

#include "sim/core/check.h"
#include "sim/core/geo.h"

namespace sd {

/// Allocator on 64-byte boundaries (cache line and AVX-512 vector).
template <class T>
struct CacheAligned {
    using value_type = T;
    CacheAligned() = default;
    template <class U>
    explicit CacheAligned(const CacheAligned<U>&) {}
    [[nodiscard]] T* allocate(std::size_t n) {
        return static_cast<T*>(::operator new (n * sizeof(T), std::align_val_t{64}));
    }
    // Unsized: clang 14 knows no sized deallocation without a flag.
    void deallocate(T* p, std::size_t) { ::operator delete (p, std::align_val_t{64}); }
    friend bool operator==(const CacheAligned&, const CacheAligned&) { return true; }
};

/// Where a raster lies: nx × ny square cells of `cell_m`, south-west corner of cell (0,0) at `origin`.
struct GridSpec {
    int nx = 0;
    int ny = 0;
    double cell_m = 10.0;  ///< > 0
    LocalXY origin;

    friend bool operator==(const GridSpec&, const GridSpec&) = default;
    [[nodiscard]] std::size_t cells() const { return static_cast<std::size_t>(nx) * static_cast<std::size_t>(ny); }
    [[nodiscard]] LocalXY center(int i, int j) const {
        return {origin.x_m + (i + 0.5) * cell_m, origin.y_m + (j + 0.5) * cell_m};
    }
    [[nodiscard]] bool contains(int i, int j) const { return i >= 0 && j >= 0 && i < nx && j < ny; }
    /// Column/row of a point; may lie outside, check with contains().
    [[nodiscard]] int column(double x_m) const;
    [[nodiscard]] int row(double y_m) const;
    /// Dense cell number j·nx + i, the form that registers and wire messages use.
    [[nodiscard]] std::uint32_t cell(int i, int j) const {
        return static_cast<std::uint32_t>(j) * static_cast<std::uint32_t>(nx) + static_cast<std::uint32_t>(i);
    }
    /// Cell of a point, clamped to the grid.
    [[nodiscard]] std::uint32_t cell_clamped(LocalXY p) const;
    [[nodiscard]] LocalXY center_of(std::uint32_t cell) const {
        return center(static_cast<int>(cell % static_cast<std::uint32_t>(nx)),
                      static_cast<int>(cell / static_cast<std::uint32_t>(nx)));
    }
};

template <class T>
class Grid {
public:
    Grid() = default;
    Grid(int nx, int ny, T fill = T{})
        : nx_(nx), ny_(ny), stride_(padded(nx)), data_(stride_ * static_cast<std::size_t>(ny), fill) {}

    [[nodiscard]] int nx() const { return nx_; }
    [[nodiscard]] int ny() const { return ny_; }
    [[nodiscard]] std::size_t stride() const { return stride_; }
    [[nodiscard]] bool empty() const { return data_.empty(); }
    [[nodiscard]] T* data() { return data_.data(); }
    [[nodiscard]] const T* data() const { return data_.data(); }
    [[nodiscard]] std::size_t size() const { return data_.size(); }  ///< with padding

    [[nodiscard]] T& operator()(int i, int j) { return data_[offset(i, j)]; }
    [[nodiscard]] const T& operator()(int i, int j) const { return data_[offset(i, j)]; }
    /// By dense cell number (GridSpec::cell).
    [[nodiscard]] T& at(std::uint32_t cell) { return data_[offset_of(cell)]; }
    [[nodiscard]] const T& at(std::uint32_t cell) const { return data_[offset_of(cell)]; }
    /// Offset of a dense cell number in data().
    [[nodiscard]] std::size_t offset_of(std::uint32_t cell) const {
        const auto nx = static_cast<std::uint32_t>(nx_);
        return static_cast<std::size_t>(cell / nx) * stride_ + cell % nx;
    }
    [[nodiscard]] std::span<T> row(int j) { return {data_.data() + offset(0, j), static_cast<std::size_t>(nx_)}; }
    [[nodiscard]] std::span<const T> row(int j) const {
        return {data_.data() + offset(0, j), static_cast<std::size_t>(nx_)};
    }

private:
    static std::size_t padded(int nx) {
        constexpr std::size_t kPer = 64 / sizeof(T);
        return (static_cast<std::size_t>(nx) + kPer - 1) / kPer * kPer;
    }
    [[nodiscard]] std::size_t offset(int i, int j) const {
        return static_cast<std::size_t>(j) * stride_ + static_cast<std::size_t>(i);
    }

    int nx_ = 0;
    int ny_ = 0;
    std::size_t stride_ = 0;
    std::vector<T, CacheAligned<T>> data_;
};

}  // namespace sd
