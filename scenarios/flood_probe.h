// The limit probe of shallow-water kernels, shared/bench/probe_flood.c, as it is: compiled here and now by gcc with the
// flags that its head names, and run as its own process on one thread.
#pragma once

#include <filesystem>

#include "sim/core/result.h"

namespace sd {

struct ProbeRates {
    double inertia_mcell_s = 0.0;
    double fv1_mcell_s = 0.0;
};

class FloodProbe {
public:
    /// Fails with the reason when there is no probe or no gcc. The programs live in a folder of their own.
    [[nodiscard]] static Result<FloodProbe> build(const std::filesystem::path& source);
    FloodProbe(FloodProbe&& other) noexcept;
    FloodProbe& operator=(FloodProbe&&) = delete;
    ~FloodProbe();

    /// n × n cells, medians of its five repeats of `steps` steps.
    [[nodiscard]] Result<ProbeRates> run(bool double_precision, int n, int steps) const;

private:
    explicit FloodProbe(std::filesystem::path folder) : folder_(std::move(folder)) {}
    std::filesystem::path folder_;  ///< empty when moved from
};

/// $SONGDOI_SHARED/bench/probe_flood.c, else that of ../shared.
[[nodiscard]] std::filesystem::path probe_source();

}  // namespace sd
