// [OPTIONS] of .inp files: what is read, and what each of the rest comes to.
#include <array>

#include "sim/sewer/inp_reader.h"

namespace sd::sewer::inp {
namespace {

struct Unit {
    std::string_view name;
    double m3_s;
    bool metric;
};
constexpr double kFoot_m = 0.3048;
constexpr double kGallon_m3 = 0.003785411784;
constexpr std::array kUnits = {
    Unit{"CMS", 1.0, true},
    Unit{"LPS", 1e-3, true},
    Unit{"MLD", 1000.0 / 86400.0, true},
    Unit{"CFS", kFoot_m* kFoot_m* kFoot_m, false},
    Unit{"GPM", kGallon_m3 / 60.0, false},
    Unit{"MGD", kGallon_m3 * 1e6 / 86400.0, false},
};

void read_units(Reader& r, const Line& line, std::string_view value) {
    for (const Unit& unit : kUnits) {
        if (!same(value, unit.name)) continue;
        r.units_given = true;
        r.flow_m3_s = unit.m3_s;
        r.length_m = unit.metric ? 1.0 : kFoot_m;
        return;
    }
    r.fail(line, 1, "unknown flow units '" + std::string(value) + "'", "use CMS, LPS, MLD, CFS, GPM or MGD");
}

void read_moment(Reader& r, const Line& line, bool start, bool date) {
    Instant& at = start ? r.out.start : r.end;
    const std::string_view text = line.tokens[1].text;
    const Duration of_day = (at - Instant{}) % hours(24);
    if (date) {
        const auto day = date_of(text);
        if (!day) return r.fail(line, 1, "'" + std::string(text) + "' is no date", "write MM/DD/YYYY");
        at = *day + of_day;
        return;
    }
    const auto time = clock_s(text);
    if (!time || *time < 0.0 || *time > 86400.0)
        return r.fail(line, 1, "'" + std::string(text) + "' is no time of day", "write HH:MM:SS");
    at = at - of_day + Duration{static_cast<std::int64_t>(*time) * 1'000'000'000};
}

struct Ignored {
    std::string_view name;
    std::string_view effect;
};
constexpr std::string_view kStep = "steps follow Options::tolerance_m, min_step and max_step; ignored";
constexpr std::string_view kScheme = "the scheme here is implicit and needs no such choice; ignored";
constexpr std::string_view kReport = "reporting is the caller's; ignored";
constexpr std::string_view kHydrology = "runoff is not computed here; ignored";
constexpr std::array kIgnored = {
    Ignored{"ROUTING_STEP", kStep},
    Ignored{"VARIABLE_STEP", kStep},
    Ignored{"LENGTHENING_STEP", kStep},
    Ignored{"MINIMUM_STEP", kStep},
    Ignored{"RULE_STEP", "rules do not run; ignored"},
    Ignored{"MAX_TRIALS", kScheme},
    Ignored{"HEAD_TOLERANCE", kScheme},
    Ignored{"INERTIAL_DAMPING", "inertia fades from Froude number 0.5 to 1 (SWMM's PARTIAL); ignored"},
    Ignored{"NORMAL_FLOW_LIMITED", kScheme},
    Ignored{"SURCHARGE_METHOD", "full pipes need neither EXTRAN's iterations nor a slot; ignored"},
    Ignored{"THREADS", "one thread; ignored"},
    Ignored{"FORCE_MAIN_EQUATION", "friction is Manning's everywhere; ignored"},
    Ignored{"REPORT_START_DATE", kReport},
    Ignored{"REPORT_START_TIME", kReport},
    Ignored{"REPORT_STEP", kReport},
    Ignored{"SWEEP_START", kHydrology},
    Ignored{"SWEEP_END", kHydrology},
    Ignored{"DRY_DAYS", kHydrology},
    Ignored{"WET_STEP", kHydrology},
    Ignored{"DRY_STEP", kHydrology},
    Ignored{"INFILTRATION", kHydrology},
    Ignored{"MIN_SLOPE", "slopes are taken as drawn; ignored"},
    Ignored{"SKIP_STEADY_STATE", "every step is computed; ignored"},
    Ignored{"SYS_FLOW_TOL", "every step is computed; ignored"},
    Ignored{"LAT_FLOW_TOL", "every step is computed; ignored"},
    Ignored{"IGNORE_RAINFALL", kHydrology},
    Ignored{"IGNORE_SNOWMELT", kHydrology},
    Ignored{"IGNORE_GROUNDWATER", kHydrology},
    Ignored{"IGNORE_RDII", kHydrology},
    Ignored{"IGNORE_ROUTING", "routing is all that is done here; ignored"},
    Ignored{"IGNORE_QUALITY", "water quality is not computed; ignored"},
    Ignored{"TEMPDIR", "no temporary files; ignored"},
};

}  // namespace

void read_option(Reader& r, const Line& line) {
    const std::string_view name = line.tokens[0].text;
    const auto value = r.word(line, 1, "value of the option");
    if (!value) return;
    const auto is = [name](std::string_view other) { return same(name, other); };
    if (is("FLOW_UNITS")) return read_units(r, line, *value);
    if (is("START_DATE") || is("START_TIME")) return read_moment(r, line, true, is("START_DATE"));
    if (is("END_DATE") || is("END_TIME")) return read_moment(r, line, false, is("END_DATE"));
    if (is("ALLOW_PONDING")) {
        r.ponding = r.yes(line, 1);
        return;
    }
    if (is("MIN_SURFAREA")) {
        r.least_area = r.number(line, 1, "least surface area", 0.0, 1e6);
        return;
    }
    if (is("LINK_OFFSETS")) {
        r.elevation_offsets = same(*value, "ELEVATION");
        if (!r.elevation_offsets && !same(*value, "DEPTH"))
            r.fail(line, 1, "unknown kind of offset '" + std::string(*value) + "'", "use DEPTH or ELEVATION");
        return;
    }
    if (is("FLOW_ROUTING")) {
        if (!same(*value, "DYNWAVE"))
            r.note(line.number, line.tokens[1].column, "FLOW_ROUTING " + std::string(*value),
                   "the dynamic wave runs instead");
        return;
    }
    for (const Ignored& ignored : kIgnored)
        if (is(ignored.name))
            return r.note(line.number, line.tokens[0].column, std::string(name), std::string(ignored.effect));
    r.note(line.number, line.tokens[0].column, "option " + std::string(name), "not known; ignored");
}

}  // namespace sd::sewer::inp
