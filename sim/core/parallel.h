// A parallel-for whose split depends only on the length and the number of parts, never on timing. Bodies write
// disjoint ranges; sums go through per-row partials that the caller adds in order, so thread count cannot matter.
#pragma once

#include <cstddef>
#include <memory>

namespace sd {

/// [begin, end) of one part.
struct Range {
    int begin = 0;
    int end = 0;
};

/// Part `part` of `parts` of [0, n): contiguous, sizes differ by at most one.
[[nodiscard]] Range split(int n, int parts, int part);

/// A non-owning reference to a callable `void(Range, int part)`; the callable must outlive the call.
class RangeBody {
public:
    template <class F>
    RangeBody(F& body)  // NOLINT(google-explicit-constructor): call sites pass lambdas
        : object_(&body), call_([](void* f, Range r, int part) { (*static_cast<F*>(f))(r, part); }) {}
    void operator()(Range r, int part) const { call_(object_, r, part); }

private:
    void* object_;
    void (*call_)(void*, Range, int);
};

/// A pool of `threads` − 1 workers plus the caller. Not re-entrant: no nested for_ranges.
class Parallel {
public:
    explicit Parallel(int threads);  ///< 1…64
    ~Parallel();
    Parallel(const Parallel&) = delete;
    Parallel& operator=(const Parallel&) = delete;

    /// Runs body on split(n, threads(), part) for every part and waits. Allocates nothing.
    void for_ranges(int n, RangeBody body);
    [[nodiscard]] int threads() const;

private:
    struct Pool;
    std::unique_ptr<Pool> pool_;
};

}  // namespace sd
