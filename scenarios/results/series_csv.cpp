#include <fmt/format.h>

#include <cmath>

#include "scenarios/results/csv.h"
#include "scenarios/results/series.h"

namespace sd::results {
namespace {

/// "12.5,2026-10-28T18:00:12.5+07:00"
std::string moment(double t_s, Instant epoch) {
    const Instant at = epoch + milliseconds(std::llround(t_s * 1e3));
    return csv_number(t_s, 3) + "," + to_iso(at);
}

}  // namespace

std::string hydrograph_csv(const Series& series, Instant epoch, std::size_t first) {
    std::string out = first == 0 ? "time_s,time,point,bed_m,level_m,depth_m,speed_m_s\n" : "";
    for (std::size_t k = first; k < series.t_s.size(); ++k) {
        const std::string when = moment(series.t_s[k], epoch);
        for (const Hydrograph& h : series.points) {
            out += fmt::format("{},{},{},{},{},{}\n", when, csv_text(h.place.name), csv_number(h.bed_m, 4),
                               csv_number(static_cast<double>(h.level_m[k]), 4),
                               csv_number(static_cast<double>(h.depth_m[k]), 4),
                               csv_number(static_cast<double>(h.speed_m_s[k]), 4));
        }
    }
    return out;
}

std::string discharge_csv(const Series& series, Instant epoch, std::size_t first) {
    std::string out = first == 0 ? "time_s,time,line,discharge_m3_s\n" : "";
    for (std::size_t k = first; k < series.t_s.size(); ++k) {
        const std::string when = moment(series.t_s[k], epoch);
        for (const FlowLine& f : series.flows) {
            out += fmt::format("{},{},{}\n", when, csv_text(f.line.name), csv_number(f.discharge_m3_s[k], 6));
        }
    }
    return out;
}

std::string profile_csv(const std::vector<Profile>& profiles) {
    std::string out = "line,time_s,chainage_m,bed_m,level_m,depth_m,max_level_m\n";
    for (const Profile& profile : profiles) {
        const std::string head = csv_text(profile.name) + "," + csv_number(profile.t_s, 3);
        for (const ProfilePoint& p : profile.points) {
            out += fmt::format("{},{},{},{},{},{}\n", head, csv_number(p.chainage_m, 3), csv_number(p.bed_m, 4),
                               csv_number(p.level_m, 4), csv_number(p.depth_m, 4), csv_number(p.max_level_m, 4));
        }
    }
    return out;
}

}  // namespace sd::results
