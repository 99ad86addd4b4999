#include "scenarios/bench_flood.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "scenarios/flood_probe.h"
#include "sim/flood_bench.h"

namespace sd {
namespace {

using flood::Precision;
using flood::Scheme;

const flood::FloodBenchCase kInertia{Scheme::Inertia, Precision::F32, 1024, 1.0, {}};
const flood::FloodBenchCase kFv1{Scheme::Fv1, Precision::F32, 1024, 1.0, {}};
const flood::FloodBenchCase kFv2{Scheme::Fv2, Precision::F64, 512, 1.0, {}};
const flood::FloodBenchCase kLarge{Scheme::Inertia, Precision::F32, 2508, 1.0, {}};  // 6.3 million cells
constexpr double kPondShare = 0.05;

using Samples = std::vector<double>;

/// Million cells per second, and the same as a share of what stood beside it in its round.
struct Sampled {
    Samples rate, share;
    void add(double mcell_s, double beside_mcell_s) {
        rate.push_back(mcell_s);
        if (beside_mcell_s > 0.0) share.push_back(mcell_s / beside_mcell_s);
    }
    [[nodiscard]] Figure figure(const std::string& name, const std::string& reference) const {
        return {name,         median(rate), "Mcell/s", static_cast<int>(rate.size()), share.empty() ? "" : reference,
                median(share)};
    }
};

struct Rounds {
    Sampled inertia, fv1, fv2, inertia_two, fv1_two;
    Samples pond_inertia, pond_fv1, snapshot;
};

double rate_of(const flood::FloodBenchCase& what, int steps, Parallel& parallel) {
    return static_cast<double>(what.n) * what.n / flood::seconds_per_step(what, steps, parallel) / 1e6;
}

double pond_ratio(flood::FloodBenchCase what, double full_mcell_s, int steps, Parallel& parallel) {
    what.wet_share = kPondShare;
    return full_mcell_s / rate_of(what, steps, parallel);
}

ProbeRates probed(const std::optional<FloodProbe>& probe, bool fine, int n, int steps) {
    if (!probe) return {};
    const auto rates = probe->run(fine, n, steps);
    if (!rates) fmt::print(stderr, "{}\n", to_text(rates.error()));
    return rates ? *rates : ProbeRates{};
}

void play_round(const std::optional<FloodProbe>& probe, int steps, Parallel& one, Parallel& two, Rounds& r) {
    const ProbeRates coarse = probed(probe, false, kInertia.n, steps);
    const double inertia = rate_of(kInertia, steps, one);
    const double fv1 = rate_of(kFv1, steps, one);
    r.inertia.add(inertia, coarse.inertia_mcell_s);
    r.fv1.add(fv1, coarse.fv1_mcell_s);
    r.inertia_two.add(rate_of(kInertia, steps, two), rate_of(kInertia, steps, one));
    r.fv1_two.add(rate_of(kFv1, steps, two), rate_of(kFv1, steps, one));
    const ProbeRates fine = probed(probe, true, kFv2.n, steps);
    r.fv2.add(rate_of(kFv2, steps, one), fine.fv1_mcell_s);
    r.pond_inertia.push_back(pond_ratio(kInertia, inertia, steps, one));
    r.pond_fv1.push_back(pond_ratio(kFv1, fv1, steps, one));
    r.snapshot.push_back(flood::snapshot_restore_s(kLarge, one));
}

}  // namespace

void bench_flood_into(bool quick, Figures& out) {
    auto built = FloodProbe::build(probe_source());
    if (!built) fmt::print(stderr, "no ratios to the limit probe: {}\n", to_text(built.error()));
    std::optional<FloodProbe> probe;
    if (built) probe.emplace(std::move(*built));
    Parallel one(1);
    Parallel two(2);
    Rounds r;
    const int rounds = quick ? 3 : 5;
    for (int k = 0; k < rounds; ++k) play_round(probe, quick ? 15 : 60, one, two, r);
    out.push_back(r.inertia.figure("inertia_f32_1024_1thread", "probe's local inertia f32 1024, 1 thread, same round"));
    out.push_back(r.fv1.figure("fv1_f32_1024_1thread", "probe's FV1 f32 1024, 1 thread, same round"));
    out.push_back(r.fv2.figure("fv2_f64_512_1thread",
                               "probe's FV1 f64 512, 1 thread, same round; a full step of second"
                               " order, both stages, counts as one update"));
    out.push_back(r.inertia_two.figure("inertia_f32_1024_2threads", "one thread, same round"));
    out.push_back(r.fv1_two.figure("fv1_f32_1024_2threads", "one thread, same round"));
    const double worse = std::max(median(r.pond_inertia), median(r.pond_fv1));
    out.push_back({"wet5_time_ratio", worse, "of the fully wet time", rounds,
                   fmt::format("the slower of inertia {:.3f} and fv1 {:.3f}, f32 1024, a pond of 5 % of the area",
                               median(r.pond_inertia), median(r.pond_fv1)),
                   worse});
    out.push_back({"snapshot_restore_6M_s", median(r.snapshot), "s", rounds, "", 0.0});
}

}  // namespace sd
