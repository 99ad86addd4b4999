// Citizens who see water, sit in the dark or are stuck in it, and tell the city: calls to 1022, the app, Zalo. Reports
// of a cell are an inhomogeneous Poisson process in whole-second steps, its rate follows the hazard and wears off as
// more people have already told. What they say is late, blurred and rounded, as people are.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/city/city.h"
#include "sim/core/draw.h"
#include "sim/core/hash.h"
#include "sim/core/world_view.h"
#include "twin/wire/messages.h"

namespace sd {

/// Water below this is a wet street, not news.
inline constexpr double kReportDepth_m = 0.15;

/// People of a cell who would report in an hour, per head, when nobody has yet (assumed; exercises tune themselves by
/// population, not by these). Water: at 0.5 m; linear from kReportDepth_m, at most twice.
inline constexpr double kFloodReports_per_h = 0.02;
inline constexpr double kDarkReports_per_h = 0.01;
inline constexpr double kTrappedReports_per_h = 1.0;

/// 0 below kReportDepth_m, 1 at 0.5 m, at most 2.
[[nodiscard]] double flood_severity(double depth_m);

class People {
public:
    People(const City& city, Draw draw);

    /// Reports that are made in (view.from(), view.until()], by (time, cell), appended to `out`.
    void emit(const WorldView& view, std::vector<CitizenReport>& out);
    void add_to(StateHash& hash) const;

private:
    static constexpr std::size_t kHazards = 3;  // Flooded, PowerOut, Trapped

    /// Decided to tell at `seen`, will be through at `at`.
    struct Pending {
        std::int64_t at_ns = 0;
        std::int64_t seen_s = 0;
        std::uint32_t cell = 0;
        ReportKind kind = ReportKind::Flooded;
        ChannelKind channel = ChannelKind::App;
        float depth_m = 0.0F;
    };
    static bool later(const Pending& a, const Pending& b);

    void look(const WorldView& view, std::uint32_t cell, std::int64_t second);
    void decide(std::uint32_t cell, ReportKind kind, std::int64_t second, double depth_m);
    [[nodiscard]] CitizenReport say(const Pending& pending);

    const City* city_;
    Draw draw_;
    std::vector<std::uint32_t> seq_;                         // per cell
    std::vector<std::array<std::uint32_t, kHazards>> told_;  // per cell, in the running episode of each hazard
    std::vector<Pending> pending_;                           // heap, earliest on top
};

}  // namespace sd
