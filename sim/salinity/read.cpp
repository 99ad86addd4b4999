#include "sim/salinity/read.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

#include "sim/salinity/read_check.h"

namespace sd::salinity {
namespace {

using Keys = std::initializer_list<std::string_view>;

struct Range {
    double least = 0.0;
    double most = 0.0;
};

std::string joined(Keys keys) {
    std::string out;
    for (const std::string_view key : keys) out += (out.empty() ? "" : ", ") + std::string(key);
    return out;
}

struct Reader {
    std::string file;
    Errors errors;

    void complain(const YAML::Node& node, std::string message, std::string hint) {
        const YAML::Mark mark = node.Mark();
        errors.push_back({file, mark.line + 1, mark.column + 1, std::move(message), std::move(hint)});
    }

    // A member that must be there; undefined (after a complaint) when it is not.
    YAML::Node member(const YAML::Node& map, const char* key) {
        if (!map.IsMap()) return YAML::Node(YAML::NodeType::Undefined);
        const YAML::Node found = map[key];
        if (!found) complain(map, fmt::format("'{}' is missing", key), fmt::format("add '{}: …' here", key));
        return found;
    }

    void only(const YAML::Node& map, Keys keys) {
        if (!map.IsMap()) {
            complain(map, "expected a map", "keys: " + joined(keys));
            return;
        }
        for (const auto& entry : map) {
            const std::string key = entry.first.Scalar();
            if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
                complain(entry.first, fmt::format("unknown key '{}'", key), "one of " + joined(keys));
            }
        }
    }

    double number_of(const YAML::Node& node, Range range) {
        double value = 0.0;
        if (!node.IsScalar() || !YAML::convert<double>::decode(node, value) || !std::isfinite(value)) {
            complain(node, "expected a number", fmt::format("{}…{}", range.least, range.most));
            return range.least;
        }
        if (value < range.least || value > range.most) {
            complain(node, fmt::format("{} is out of range", value), fmt::format("{}…{}", range.least, range.most));
            return range.least;
        }
        return value;
    }

    double number(const YAML::Node& map, const char* key, Range range) {
        const YAML::Node found = member(map, key);
        return found ? number_of(found, range) : range.least;
    }

    std::string text(const YAML::Node& map, const char* key) {
        const YAML::Node found = member(map, key);
        if (!found) return {};
        if (!found.IsScalar() || found.Scalar().empty()) complain(found, "expected a text", "write a name");
        return found.IsScalar() ? found.Scalar() : std::string();
    }

    YAML::Node list(const YAML::Node& map, const char* key) {
        const YAML::Node found = member(map, key);
        if (found && found.IsSequence()) return found;
        if (found) complain(found, "expected a list", fmt::format("{}: [ … ]", key));
        return YAML::Node(YAML::NodeType::Sequence);
    }

    // A group of values: a map that says where its numbers come from.
    YAML::Node group(const YAML::Node& map, const char* key) {
        const YAML::Node found = member(map, key);
        if (!found) return found;
        if (!found.IsMap()) {
            complain(found, "expected a map with provenance and source", "{…, provenance: assumed, source: \"…\"}");
            return YAML::Node(YAML::NodeType::Undefined);
        }
        constexpr std::array<std::string_view, 5> kKnown{"traced", "fact", "derived", "assumed", "calibrated"};
        const std::string provenance = text(found, "provenance");
        if (!provenance.empty() && std::find(kKnown.begin(), kKnown.end(), provenance) == kKnown.end()) {
            complain(found["provenance"], fmt::format("unknown provenance '{}'", provenance),
                     "one of traced, fact, derived, assumed, calibrated");
        }
        (void)text(found, "source");
        return found;
    }

    void row(const YAML::Node& node, std::size_t size, const std::array<Range, 3>& ranges, std::array<double, 3>& out) {
        if (!node.IsSequence() || node.size() != size) {
            complain(node, fmt::format("expected a list of {} numbers", size),
                     "compare with data/my_tho/salinity.yaml");
            return;
        }
        for (std::size_t k = 0; k < size; ++k) out[k] = number_of(node[k], ranges[k]);
    }

    std::array<double, 12> monthly(const YAML::Node& map, const char* key, Range range) {
        std::array<double, 12> out{};
        const YAML::Node found = group(map, key);
        if (!found) return out;
        only(found, {"monthly", "provenance", "source"});
        const YAML::Node values = list(found, "monthly");
        if (values.size() != 12) {
            complain(values ? values : found, "expected twelve numbers", "January first");
            return out;
        }
        for (std::size_t k = 0; k < 12; ++k) out[k] = number_of(values[k], range);
        return out;
    }

    Node node(const YAML::Node& map) {
        only(map, {"name", "kind", "tide", "inflow"});
        Node out;
        out.name = text(map, "name");
        const std::string kind = text(map, "kind");
        if (kind == "sea") {
            out.kind = NodeKind::Sea;
            const YAML::Node tide = group(map, "tide");
            if (!tide) return out;
            only(tide, {"lag_h", "gain", "offset_m", "provenance", "source"});
            out.sea_lag = Duration{std::llround(number(tide, "lag_h", {-6.0, 6.0}) * 3.6e12)};
            out.sea_gain = number(tide, "gain", {0.5, 1.5});
            out.sea_offset_m = number(tide, "offset_m", {-1.0, 1.0});
        } else if (kind == "inflow") {
            out.kind = NodeKind::Inflow;
            const YAML::Node inflow = group(map, "inflow");
            if (!inflow) return out;
            only(inflow, {"river_share", "own_flow_m3_s", "provenance", "source"});
            out.river_share = number(inflow, "river_share", {-1.0, 1.0});
            out.own_flow_m3_s = number(inflow, "own_flow_m3_s", {-1e4, 1e5});
        } else if (kind != "junction" && map.IsMap() && map["kind"]) {
            complain(map["kind"], fmt::format("unknown kind '{}'", kind), "one of sea, inflow, junction");
        }
        return out;
    }

    void sections(const YAML::Node& map, Reach& out) {
        const YAML::Node found = group(map, "sections");
        if (!found) return;
        only(found, {"rows", "provenance", "source"});
        for (const YAML::Node& item : list(found, "rows")) {
            std::array<double, 3> v{0.0, 1.0, -1.0};
            row(item, 3, {{{0.0, 1e6}, {1.0, 2e4}, {-50.0, 10.0}}}, v);
            if (!out.sections.empty() && v[0] <= out.sections.back().at_m) {
                complain(item, "chainages must rise from row to row",
                         "[at_m, width_m, bed_m], at_m from the `from` node");
            }
            out.sections.push_back({v[0], v[1], v[2]});
        }
        if (out.sections.empty()) complain(found, "no section", "rows: [[at_m, width_m, bed_m], …]");
    }

    void line(const YAML::Node& map, Reach& out) {
        if (!map.IsMap() || !map["line"]) return;
        const YAML::Node found = group(map, "line");
        if (!found) return;
        only(found, {"points", "provenance", "source"});
        for (const YAML::Node& item : list(found, "points")) {
            std::array<double, 3> v{};
            row(item, 2, {{{-180.0, 180.0}, {-85.0, 85.0}, {}}}, v);
            out.line.push_back({v[0], v[1]});
        }
    }

    Reach reach(const YAML::Node& map) {
        only(map, {"name", "from", "to", "length", "sections", "friction", "mixing", "line"});
        Reach out;
        out.name = text(map, "name");
        out.from = text(map, "from");
        out.to = text(map, "to");
        if (const YAML::Node length = group(map, "length")) {
            only(length, {"value_m", "step_m", "provenance", "source"});
            out.length_m = number(length, "value_m", {100.0, 1e6});
            out.step_m = number(length, "step_m", {50.0, 1e4});
        }
        if (const YAML::Node friction = group(map, "friction")) {
            only(friction, {"manning_s_m13", "storage_ratio", "provenance", "source"});
            out.manning_s_m13 = number(friction, "manning_s_m13", {0.005, 0.2});
            out.storage_ratio = number(friction, "storage_ratio", {1.0, 5.0});
        }
        if (const YAML::Node mixing = group(map, "mixing")) {
            only(mixing, {"per_speed_width", "floor_m2_s", "provenance", "source"});
            out.mixing = number(mixing, "per_speed_width", {0.0, 10.0});
            out.mixing_floor_m2_s = number(mixing, "floor_m2_s", {0.0, 2000.0});
        }
        sections(map, out);
        line(map, out);
        return out;
    }

    Sluice sluice(const YAML::Node& map) {
        only(map, {"name", "reach", "position", "gate"});
        Sluice out;
        out.name = text(map, "name");
        out.reach = text(map, "reach");
        if (const YAML::Node position = group(map, "position")) {
            only(position, {"at_m", "provenance", "source"});
            out.at_m = number(position, "at_m", {0.0, 1e6});
        }
        if (const YAML::Node gate = group(map, "gate")) {
            only(gate, {"width_m", "sill_m", "open_share", "provenance", "source"});
            out.width_m = number(gate, "width_m", {0.5, 1000.0});
            out.sill_m = number(gate, "sill_m", {-30.0, 5.0});
            out.open_share = number(gate, "open_share", {0.0, 1.0});
        }
        return out;
    }

    Station station(const YAML::Node& map) {
        only(map, {"name", "reach", "position"});
        Station out;
        out.name = text(map, "name");
        out.reach = text(map, "reach");
        if (const YAML::Node position = group(map, "position")) {
            only(position, {"at_m", "provenance", "source"});
            out.at_m = number(position, "at_m", {0.0, 1e6});
        }
        return out;
    }

    double valued(const YAML::Node& map, const char* key, Range range) {
        const YAML::Node found = group(map, key);
        if (!found) return range.least;
        only(found, {"value", "provenance", "source"});
        return number(found, "value", range);
    }

    // Every item of a list through one of the functions above, with its place.
    template <class T>
    std::vector<T> all(const YAML::Node& root, const char* key, T (Reader::*read)(const YAML::Node&),
                       std::vector<Mark>& marks) {
        std::vector<T> out;
        for (const YAML::Node& item : list(root, key)) {
            out.push_back((this->*read)(item));
            marks.push_back({item.Mark().line + 1, item.Mark().column + 1});
        }
        return out;
    }

    Description description(const YAML::Node& root, Marks& marks) {
        only(root, {"format", "fresh_g_l", "sea_memory_h", "season", "nodes", "reaches", "sluices", "stations"});
        Description out;
        (void)number(root, "format", {1.0, 1.0});
        out.fresh_g_l = valued(root, "fresh_g_l", {0.0, 5.0});
        out.sea_memory_s = 3600.0 * valued(root, "sea_memory_h", {0.0, 6.0});
        if (const YAML::Node season = member(root, "season")) {
            only(season, {"discharge_m3_s", "sea_g_l"});
            out.season.discharge_m3_s = monthly(season, "discharge_m3_s", {0.0, 1e5});
            out.season.sea_g_l = monthly(season, "sea_g_l", {0.0, 40.0});
        }
        out.nodes = all(root, "nodes", &Reader::node, marks.nodes);
        out.reaches = all(root, "reaches", &Reader::reach, marks.reaches);
        out.sluices = all(root, "sluices", &Reader::sluice, marks.sluices);
        out.stations = all(root, "stations", &Reader::station, marks.stations);
        return out;
    }

    Facts facts(const YAML::Node& root) {
        Facts out;
        const YAML::Node transfer = member(root, "tide_transfer");
        if (transfer) {
            for (const YAML::Node& item : list(transfer, "stations")) {
                if (item.IsMap() && item["provenance"] && item["provenance"].Scalar() == "assumed") continue;
                out.tide.push_back(
                    {text(item, "name"), number(item, "lag_h", {-12.0, 12.0}), number(item, "slope", {0.1, 3.0})});
            }
        }
        const YAML::Node salt = member(root, "salinity_monthly_max_2024");
        if (!salt || !salt.IsMap()) return out;
        const YAML::Node months = list(salt, "months");
        for (const auto& entry : salt) {
            if (!entry.second.IsSequence() || entry.first.Scalar() == "months") continue;
            for (std::size_t k = 0; k < std::min(months.size(), entry.second.size()); ++k) {
                if (entry.second[k].IsNull()) continue;
                const int month = static_cast<int>(number_of(months[k], {1.0, 12.0}));
                out.salt.push_back({entry.first.Scalar(), month, number_of(entry.second[k], {0.0, 45.0})});
            }
        }
        if (out.tide.empty()) complain(root, "no station in tide_transfer", "list name, lag_h and slope of each");
        return out;
    }
};

// Runs `read` on the root of a file; YAML's exceptions stop here.
template <class T, class Read>
Result<T> with_root(const std::filesystem::path& file, const Read& read) {
    Reader reader{file.string(), {}};
    T out{};
    try {
        const YAML::Node root = YAML::LoadFile(file.string());
        if (root.IsMap()) {
            out = read(reader, root);
        } else {
            reader.complain(root, "expected a map", "compare with data/my_tho");
        }
    } catch (const YAML::BadFile&) {
        return fail(file.string(), "the file cannot be read", "give the path of a YAML file");
    } catch (const YAML::Exception& e) {
        reader.errors.push_back({file.string(), e.mark.line + 1, e.mark.column + 1, e.msg, "mend the YAML"});
    }
    if (!reader.errors.empty()) return fail(std::move(reader.errors));
    return out;
}

}  // namespace

Result<Description> read_description(const std::filesystem::path& file) {
    return with_root<Description>(file, [&](Reader& reader, const YAML::Node& root) {
        Marks marks;
        Description out = reader.description(root, marks);
        check_agreement(out, marks, file.string(), reader.errors);
        return out;
    });
}

Result<Facts> read_facts(const std::filesystem::path& facts_yaml) {
    return with_root<Facts>(facts_yaml, [](Reader& reader, const YAML::Node& root) { return reader.facts(root); });
}

}  // namespace sd::salinity
