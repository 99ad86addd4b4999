#include "sim/flood/limit_kernel.h"

#include <cstdint>

// The widest vectors that the running machine has: function versions chosen by the loader. Not under sanitizers: the
// choosing runs before their runtime is up.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define SD_WIDEST __attribute__((target_clones("default", "avx2", "arch=skylake-avx512"), optimize("O3")))
#else
#define SD_WIDEST
#endif

namespace sd::flood {
namespace {

constexpr float kGravity = 9.81F;
constexpr float kThin_m = 1.0e-3F;

inline float discharge(float za, float ha, float zb, float hb, float drag, float q, float gdt, float inv_dx) {
    const float ea = za + ha;
    const float eb = zb + hb;
    const float flow = (ea > eb ? ea : eb) - (za > zb ? za : zb);
    const float h = flow > kThin_m ? flow : kThin_m;
    const float guess = 1.41988461e9F - static_cast<float>(__builtin_bit_cast(std::int32_t, h)) * 0.333333333F;
    float y = __builtin_bit_cast(float, static_cast<std::int32_t>(guess));
    float r = 1.0F - h * (y * y * y);
    y = y + y * (r * (0.333333333F + r * 0.222222222F));
    r = 1.0F - h * (y * y * y);
    y = y + y * (r * 0.333333333F);
    const float y2 = y * y;
    const float y4 = y2 * y2;
    const float next = (q - gdt * h * (eb - ea) * inv_dx) / (1.0F + gdt * drag * (q < 0.0F ? -q : q) * (y4 * y2 * y));
    return flow > kThin_m ? next : 0.0F;
}

SD_WIDEST void flux_row(const float* __restrict z, const float* __restrict zs, const float* __restrict h,
                        const float* __restrict hs, const float* __restrict f, const float* __restrict fs,
                        float* __restrict qx, float* __restrict qy, int n, float gdt, float inv_dx) {
    for (int i = 0; i < n; ++i) {
        qx[i] = discharge(z[i - 1], h[i - 1], z[i], h[i], f[i - 1] + f[i], qx[i], gdt, inv_dx);
    }
    for (int i = 0; i < n; ++i) qy[i] = discharge(zs[i], hs[i], z[i], h[i], fs[i] + f[i], qy[i], gdt, inv_dx);
}

SD_WIDEST void depth_row(float* __restrict h, const float* __restrict qx, const float* __restrict qy,
                         const float* __restrict qy_north, int n, float dt_dx) {
    for (int i = 0; i < n; ++i) {
        const float next = h[i] + dt_dx * (qx[i] - qx[i + 1] + qy[i] - qy_north[i]);
        h[i] = next > 0.0F ? next : 0.0F;
    }
}

}  // namespace

LimitProbe::LimitProbe(int n, double cell_m)
    : n_(n), stride_(static_cast<std::size_t>((n + 32 + 15) / 16 * 16)), cell_m_(static_cast<float>(cell_m)) {
    const std::size_t size = stride_ * static_cast<std::size_t>(n + 2);
    bed_.assign(size, 1000.0F);
    depth_.assign(size, 0.0F);
    drag_.assign(size, 0.5F * 0.025F * 0.025F);
    qx_.assign(size, 0.0F);
    qy_.assign(size, 0.0F);
    for (int j = 0; j < n; ++j) {
        for (int i = 0; i < n; ++i) {
            const std::size_t k = static_cast<std::size_t>(j + 1) * stride_ + static_cast<std::size_t>(i + 16);
            bed_[k] = static_cast<float>((i * 7 + j * 13) % 64) / 64.0F;
            depth_[k] = (i < n / 2 ? 6.0F : 2.5F) - bed_[k];
        }
    }
}

void LimitProbe::step(float dt_s, Parallel& parallel) {
    auto flux = [&](Range rows, int) {
        for (int j = rows.begin; j < rows.end; ++j) {
            const std::size_t k = static_cast<std::size_t>(j + 1) * stride_ + 16;
            const std::size_t s = k - stride_;
            flux_row(&bed_[k], &bed_[s], &depth_[k], &depth_[s], &drag_[k], &drag_[s], &qx_[k], &qy_[k], n_,
                     kGravity * dt_s, 1.0F / cell_m_);
        }
    };
    parallel.for_ranges(n_, flux);
    auto depth = [&](Range rows, int) {
        for (int j = rows.begin; j < rows.end; ++j) {
            const std::size_t k = static_cast<std::size_t>(j + 1) * stride_ + 16;
            depth_row(&depth_[k], &qx_[k], &qy_[k], &qy_[k + stride_], n_, dt_s / cell_m_);
        }
    };
    parallel.for_ranges(n_, depth);
}

float LimitProbe::depth_m(int i, int j) const {
    return depth_[static_cast<std::size_t>(j + 1) * stride_ + static_cast<std::size_t>(i + 16)];
}

}  // namespace sd::flood
