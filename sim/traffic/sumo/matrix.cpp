#include "sim/traffic/sumo/matrix.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/traffic/sumo/names.h"
#include "sim/traffic/sumo/xml.h"

namespace sd::sumo {
namespace {

using micro::kNone;

struct Relation {
    std::string from, to;
    double count = 0.0;
    Place at;
};
struct Interval {
    std::string id;
    double begin_s = 0.0, end_s = 0.0;
    std::vector<Relation> relations;
    Place at;
};

struct MatrixReader final : Events {
    const micro::Net& net;
    Findings& findings;
    Names edges, zones;
    std::vector<micro::Zone> zone_rows;
    std::vector<Interval> intervals;
    enum class Inside : std::uint8_t { Nothing, File, Zone, Interval, Leaf };
    std::vector<Inside> inside{Inside::Nothing};

    MatrixReader(const micro::Net& of, Findings& all) : net(of), findings(all) {
        for (const micro::Edge& edge : net.edges) edges.intern(edge.id);
    }

    bool open(Element& element) override {
        Inside next = Inside::Leaf;
        const std::string_view name = element.name();
        switch (inside.back()) {
            case Inside::Nothing:
                next = Inside::File;
                break;
            case Inside::File:
                if (name == "taz") {
                    open_zone(element);
                    next = Inside::Zone;
                } else if (name == "interval") {
                    intervals.push_back({std::string(element.need_text("id")),
                                         element.need_time("begin"),
                                         element.need_time("end"),
                                         {},
                                         element.at()});
                    next = Inside::Interval;
                } else if (name == "tazs" || name == "additional" || name == "data") {
                    next = Inside::File;
                } else {
                    return false;
                }
                break;
            case Inside::Zone:
                if (name != "tazSource" && name != "tazSink") return false;
                open_end(element);
                break;
            case Inside::Interval:
                if (name != "tazRelation") return false;
                open_relation(element);
                break;
            default:
                return false;
        }
        inside.push_back(next);
        return true;
    }
    void close(std::string_view, std::string_view) override { inside.pop_back(); }

    void open_zone(Element& element) {
        micro::Zone zone;
        zone.id = element.need_text("id");
        if (zones.add(zone.id) == kNone) element.error(fmt::format("a second taz '{}'", zone.id), kRenameOne);
        for (const std::string_view word : words_of(element.text("edges"))) {
            const std::uint32_t edge = street(element, word);
            if (edge == kNone) continue;
            zone.sources.push_back(edge);
            zone.sinks.push_back(edge);
        }
        zone.source_weights.assign(zone.sources.size(), 1.0);
        zone.sink_weights.assign(zone.sinks.size(), 1.0);
        element.harmless({"shape", "color", "fill", "name", "center"});
        zone_rows.push_back(std::move(zone));
    }

    void open_end(Element& element) {
        const std::uint32_t edge = street(element, element.need_text("id"));
        const double weight = element.number("weight", 1.0);
        if (weight < 0.0) element.error(fmt::format("{}: weight {} is below 0", element.label(), weight));
        if (edge == kNone) return;
        micro::Zone& zone = zone_rows.back();
        const bool source = element.name() == "tazSource";
        (source ? zone.sources : zone.sinks).push_back(edge);
        (source ? zone.source_weights : zone.sink_weights).push_back(weight);
    }

    void open_relation(Element& element) {
        Relation relation{std::string(element.need_text("from")), std::string(element.need_text("to")),
                          element.need_number("count"), element.at()};
        if (relation.count < 0.0)
            element.error(fmt::format("{} trips; their number must not be below 0", relation.count));
        intervals.back().relations.push_back(std::move(relation));
    }

    std::uint32_t street(const Element& element, std::string_view name) const {
        const std::uint32_t edge = edges.find(name);
        if (edge != kNone && net.edges[edge].function == micro::EdgeFunction::Normal) return edge;
        element.error(fmt::format("{}: '{}' is no street of the network", element.label(), name), kOtherNet);
        return kNone;
    }
};

template <class Rows>
std::uint32_t named(const Rows& rows, const std::string& id) {
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
        if (rows[i].id == id) return i;
    }
    return kNone;
}

double sum_of(const std::vector<double>& weights) {
    double sum = 0.0;
    for (const double weight : weights) sum += weight;
    return sum;
}

void fill_trips(MatrixReader& reader, const Interval& interval, micro::Purpose& purpose) {
    const std::size_t n = reader.zone_rows.size();
    purpose.trips.assign(n * n, 0.0);
    std::vector<bool> told(n * n, false);
    for (const Relation& relation : interval.relations) {
        const auto wrong = [&](std::string message, std::string hint) {
            report(reader.findings, relation.at, std::move(message), std::move(hint));
        };
        const std::uint32_t from = reader.zones.find(relation.from), to = reader.zones.find(relation.to);
        if (from == kNone || to == kNone) {
            wrong(fmt::format("there is no taz '{}'", from == kNone ? relation.from : relation.to),
                  "does a file with <taz> miss in --taz-files?");
            continue;
        }
        const std::size_t cell = from * n + to;
        if (told[cell]) {
            wrong(fmt::format("a second number of trips from '{}' to '{}'", relation.from, relation.to), "add them up");
        }
        told[cell] = true;
        if (relation.count > 0.0 && !(sum_of(reader.zone_rows[from].source_weights) > 0.0)) {
            wrong(fmt::format("trips begin in taz '{}', which has no tazSource", relation.from),
                  "give it edges, or a count of 0");
        } else if (relation.count > 0.0 && !(sum_of(reader.zone_rows[to].sink_weights) > 0.0)) {
            wrong(fmt::format("trips end in taz '{}', which has no tazSink", relation.to),
                  "give it edges, or a count of 0");
        }
        purpose.trips[cell] = relation.count;
    }
}

Result<MatrixFile> finish(MatrixReader& reader, const micro::DemandFile& types) {
    MatrixFile out;
    for (const Interval& interval : reader.intervals) {
        if (full(reader.findings)) break;
        micro::Purpose purpose;
        const auto twins = std::count_if(reader.intervals.begin(), reader.intervals.end(),
                                         [&](const Interval& other) { return other.id == interval.id; });
        purpose.id = twins > 1 ? fmt::format("{}.{}", interval.id, interval.begin_s) : interval.id;
        if (named(out.matrix.purposes, purpose.id) != kNone) {
            report(reader.findings, interval.at,
                   fmt::format("a second interval '{}' from {} s", interval.id, interval.begin_s));
        }
        purpose.type = named(types.types, interval.id);
        if (purpose.type == kNone) purpose.type_distribution = named(types.type_distributions, interval.id);
        if (purpose.type == kNone && purpose.type_distribution == kNone) {
            report(reader.findings, interval.at, fmt::format("there is no vehicle type '{}'", interval.id),
                   "an interval's id names the type that drives its trips");
        }
        if (!(interval.end_s > interval.begin_s)) {
            report(reader.findings, interval.at, fmt::format("interval '{}' ends before it begins", interval.id));
        }
        purpose.profile.pieces = {{interval.begin_s, interval.end_s, 1.0}};
        fill_trips(reader, interval, purpose);
        out.matrix.purposes.push_back(std::move(purpose));
    }
    if (!reader.findings.errors.empty()) return fail(std::move(reader.findings.errors));
    out.matrix.zones = std::move(reader.zone_rows);
    out.unsupported = std::move(reader.findings.unsupported);
    return out;
}

}  // namespace

Result<MatrixFile> read_matrix(const std::vector<std::filesystem::path>& files, const micro::Net& net,
                               const micro::DemandFile& types) {
    Findings findings;
    MatrixReader reader(net, findings);
    for (const std::filesystem::path& file : files) {
        if (!full(findings)) read_xml(file, reader, findings);
    }
    return finish(reader, types);
}

Result<MatrixFile> parse_matrix(const std::vector<TextFile>& files, const micro::Net& net,
                                const micro::DemandFile& types) {
    Findings findings;
    MatrixReader reader(net, findings);
    for (const TextFile& file : files) {
        if (!full(findings)) parse_xml(file.text, file.name, reader, findings);
    }
    return finish(reader, types);
}

}  // namespace sd::sumo
