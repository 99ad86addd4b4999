#include "twin/assimilate_kernel.h"

#include <bit>
#include <cstdint>

namespace sd {
namespace {

constexpr float kGravity = 9.81F;
/// Water that stands thinner than this over the higher of two beds does not flow: it clings.
constexpr float kLeastFlow_m = 0.001F;

inline float larger(float a, float b) { return a > b ? a : b; }
inline float smaller(float a, float b) { return a < b ? a : b; }
inline float magnitude(float a) { return a < 0.0F ? -a : a; }

/// h^(-7/3), 1e-6 < h < 1e3, within 0.2 %: first guess from the exponent bits, two Newton steps.
inline float inverse_seven_thirds(float h) {
    const auto bits = static_cast<float>(std::bit_cast<std::int32_t>(h));
    float y = std::bit_cast<float>(static_cast<std::int32_t>(1.41988461e9F - bits * 0.333333333F));
    y = y * (1.33333333F - 0.333333333F * h * y * y * y);
    y = y * (1.33333333F - 0.333333333F * h * y * y * y);
    const float y3 = y * y * y;
    return y3 * y3 * y;
}

struct Side {
    float bed_m;
    float depth_m;
    float drag;
    float mobile;
};

inline float face(const Side& a, const Side& b, float q, float pull, float dt_s, float share) {
    const float level_a = a.bed_m + a.depth_m;
    const float level_b = b.bed_m + b.depth_m;
    const float flow = larger(level_a, level_b) - larger(a.bed_m, b.bed_m);
    const float h = larger(flow, kLeastFlow_m);
    const float push = q + pull * h * (level_a - level_b);
    const float drag = 1.0F + dt_s * 0.5F * (a.drag + b.drag) * magnitude(q) * inverse_seven_thirds(h);
    // A quarter of the donor per face and step: four faces together never take more than there is.
    const float next = larger(smaller(push / drag, a.depth_m * share), -b.depth_m * share);
    const bool open = flow > kLeastFlow_m;
    return (open ? 1.0F : 0.0F) * larger(a.mobile, b.mobile) * next;
}

}  // namespace

// Wider vectors where the machine has them; without contraction the results are the same to the last bit.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define SD_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define SD_WIDE
#endif

SD_WIDE
void nowcast_flux(const NowcastColumns& c, const NowcastStep& step, const NowcastTile& tile) {
    const float pull = kGravity * step.dt_s / step.cell_m;
    const float dt_s = step.dt_s;
    const float share = 0.25F * step.cell_m / step.dt_s;
    for (int j = tile.j0; j < tile.j1; ++j) {
        const std::ptrdiff_t row = j * c.stride;
        const float* __restrict z = c.bed_m + row;
        const float* __restrict h = c.depth_m + row;
        const float* __restrict f = c.drag + row;
        const float* __restrict m = c.mobile + row;
        const float* __restrict z_south = z - c.stride;
        const float* __restrict h_south = h - c.stride;
        const float* __restrict f_south = f - c.stride;
        const float* __restrict m_south = m - c.stride;
        float* __restrict qx = c.qx + row;
        float* __restrict qy = c.qy + row;
        for (int i = tile.i0; i < tile.i1; ++i) {
            const Side west{z[i - 1], h[i - 1], f[i - 1], m[i - 1]};
            const Side here{z[i], h[i], f[i], m[i]};
            qx[i] = face(west, here, qx[i], pull, dt_s, share);
        }
        for (int i = tile.i0; i < tile.i1; ++i) {
            const Side south{z_south[i], h_south[i], f_south[i], m_south[i]};
            const Side here{z[i], h[i], f[i], m[i]};
            qy[i] = face(south, here, qy[i], pull, dt_s, share);
        }
    }
}

SD_WIDE
float nowcast_update(const NowcastColumns& c, const NowcastStep& step, const NowcastTile& tile) {
    constexpr int kLanes = 16;
    float most[kLanes] = {};
    const float scale = step.dt_s / step.cell_m;
    for (int j = tile.j0; j < tile.j1; ++j) {
        const std::ptrdiff_t row = j * c.stride;
        float* __restrict h = c.depth_m + row;
        const float* __restrict m = c.mobile + row;
        const float* __restrict qx = c.qx + row;
        const float* __restrict qy = c.qy + row;
        const float* __restrict qy_north = qy + c.stride;
        for (int i = tile.i0; i < tile.i1; ++i) {
            const float in = (qx[i] - qx[i + 1]) + (qy[i] - qy_north[i]);
            h[i] = larger(h[i] + m[i] * scale * in, 0.0F);
        }
        for (int i = tile.i0; i + kLanes <= tile.i1; i += kLanes) {
            for (int k = 0; k < kLanes; ++k) most[k] = larger(most[k], m[i + k] * h[i + k]);
        }
    }
    float deepest = 0.0F;
    for (const float lane : most) deepest = larger(deepest, lane);
    return deepest;
}

}  // namespace sd
