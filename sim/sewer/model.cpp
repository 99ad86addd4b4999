#include "sim/sewer/model.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "sim/core/units.h"

namespace sd::sewer {
namespace {

// Wide enough that a spilling manhole stays within centimetres of its rim during a step.
constexpr double kSpillArea_m2 = 1e3;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

void add_nodes(Model& model) {
    for (const Curve& curve : model.network.curves) {
        Storage out{curve, {}};
        // Below its first point a storage is a prism of that area.
        double sum = curve.x.front() * curve.y.front();
        for (std::size_t i = 0; i < curve.x.size(); ++i) {
            if (i > 0) sum += 0.5 * (curve.y[i] + curve.y[i - 1]) * (curve.x[i] - curve.x[i - 1]);
            out.volume_m3.push_back(sum);
        }
        for (double& area : out.area_m2.y) area = std::fmax(area, 0.01);
        model.storages.push_back(std::move(out));
    }
    for (const Node& node : model.network.nodes) {
        NodeRow row;
        row.bottom_m = node.invert_m;
        row.rim_m = node.outfall == Outfall::None ? node.rim_m : 1e9;
        row.area_m2 = node.area_m2;
        row.storage = node.storage;
        row.rim = node.rim;
        row.outfall = node.outfall;
        row.level_m = node.level_m;
        row.series = node.series;
        row.initial_m = node.initial_m;
        row.above_area_m2 = 1.0;
        const Stored full = shaft(model, row, row.rim_m);
        row.rim_volume_m3 = full.volume_m3;
        row.above_area_m2 = node.rim == Rim::Spills  ? kSpillArea_m2
                            : node.rim == Rim::Ponds ? node.ponded_area_m2
                                                     : full.area_m2;
        model.nodes.push_back(row);
    }
}

std::int32_t section_of(Model& model, std::vector<SectionSpec>& specs, const SectionSpec& spec) {
    const auto found = std::find(specs.begin(), specs.end(), spec);
    if (found == specs.end()) {
        specs.push_back(spec);
        model.sections.push_back(make_section(spec));
        return static_cast<std::int32_t>(specs.size()) - 1;
    }
    return static_cast<std::int32_t>(found - specs.begin());
}

void add_conduits(Model& model) {
    std::vector<SectionSpec> specs;
    for (const Conduit& link : model.network.conduits) {
        const Node& from = model.network.nodes[at(link.from)];
        const Node& to = model.network.nodes[at(link.to)];
        ConduitRow row;
        row.from = link.from;
        row.to = link.to;
        row.section = section_of(model, specs, link.section);
        row.z_from_m = from.invert_m + link.offset_from_m;
        row.z_to_m = to.invert_m + link.offset_to_m;
        row.length_m = link.length_m;
        row.barrels = link.barrels;
        row.gn2 = kGravity_m_s2 * link.manning_n * link.manning_n;
        row.loss_per_m = link.loss / (2.0 * link.length_m);
        // Each end's node holds the water of half the conduit; an outfall holds none, so its half goes to the other.
        const double whole = link.length_m * link.barrels;
        row.store_from_m = to.outfall != Outfall::None ? whole : 0.5 * whole;
        row.store_to_m = from.outfall != Outfall::None ? whole : 0.5 * whole;
        const double slope = std::fabs(row.z_from_m - row.z_to_m) / link.length_m;
        row.normal_max_m3_s = model.sections[at(row.section)].conveyance_max * std::sqrt(slope) / link.manning_n;
        row.normal_out = to.outfall == Outfall::Normal || from.outfall == Outfall::Normal;
        row.initial_m3_s = link.initial_m3_s;
        model.conduits.push_back(row);
    }
}

void add_link(Model& model, int from, int to, bool flap) {
    Coupling link;
    link.from = from;
    link.to = to;
    std::int8_t only = flap ? 1 : 0;
    if (model.network.nodes[at(to)].outfall != Outfall::None && model.network.nodes[at(to)].flap) only = 1;
    if (model.network.nodes[at(from)].outfall != Outfall::None && model.network.nodes[at(from)].flap) only = -1;
    model.links.push_back(link);
    model.only.push_back(only);
}

void add_pattern(Model& model) {
    std::vector<std::int32_t> unknown(model.nodes.size(), kNone);
    int n = 0;
    for (std::size_t i = 0; i < model.nodes.size(); ++i)
        if (model.nodes[i].outfall == Outfall::None) unknown[i] = n++;
    std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
    for (const Coupling& link : model.links)
        if (unknown[at(link.from)] != kNone && unknown[at(link.to)] != kNone)
            pairs.emplace_back(unknown[at(link.from)], unknown[at(link.to)]);
    model.pattern = make_pattern(n, pairs);
    for (std::size_t i = 0; i < model.nodes.size(); ++i)
        if (unknown[i] != kNone) model.nodes[i].place = model.pattern.position[at(unknown[i])];
    for (Coupling& link : model.links) {
        link.from_place = model.nodes[at(link.from)].place;
        link.to_place = model.nodes[at(link.to)].place;
        if (link.from_place == kNone || link.to_place == kNone) continue;
        const auto [low, high] = std::minmax(link.from_place, link.to_place);
        link.entry = model.pattern.entry(low, high);
    }
}

void add_touching(Model& model) {
    std::vector<std::vector<std::int32_t>> lists(model.nodes.size());
    for (std::size_t l = 0; l < model.links.size(); ++l) {
        lists[at(model.links[l].from)].push_back(static_cast<std::int32_t>(l));
        lists[at(model.links[l].to)].push_back(static_cast<std::int32_t>(l));
    }
    model.first_touching.push_back(0);
    for (const auto& list : lists) {
        model.touching.insert(model.touching.end(), list.begin(), list.end());
        model.first_touching.push_back(static_cast<std::int32_t>(model.touching.size()));
    }
}

double first_water_m3(const Model& model) {
    double sum = 0.0;
    const auto head = [&model](std::int32_t i) { return model.nodes[at(i)].bottom_m + model.nodes[at(i)].initial_m; };
    for (const NodeRow& node : model.nodes)
        if (node.place != kNone) sum += shaft(model, node, node.bottom_m + node.initial_m).volume_m3;
    for (const ConduitRow& c : model.conduits) {
        const Section& s = model.sections[at(c.section)];
        sum += c.store_from_m * wet(s, head(c.from) - c.z_from_m).area_m2;
        sum += c.store_to_m * wet(s, head(c.to) - c.z_to_m).area_m2;
    }
    return sum;
}

Errors check_options(const Options& options, const std::string& file) {
    Errors errors;
    const auto positive = [](double v) { return std::isfinite(v) && v > 0.0; };
    if (!positive(options.quantum_m3) || options.quantum_m3 > 1e-3)
        errors.push_back({file, 0, 0, "the volume quantum is out of range", "give more than 0 and at most 1e-3 m³"});
    if (!positive(options.tolerance_m))
        errors.push_back({file, 0, 0, "the head tolerance is out of range", "give a length above 0, e.g. 0.01 m"});
    if (!std::isfinite(options.surge_damping_s) || options.surge_damping_s < 0.0 || options.surge_damping_s > 3600.0)
        errors.push_back({file, 0, 0, "the surge damping is out of range", "give 0 to 3600 s, e.g. 5"});
    if (options.min_step.ns < 1'000'000 || options.max_step < options.min_step || options.max_step > hours(1))
        errors.push_back({file, 0, 0, "the step limits are out of range", "1 ms ≤ min_step ≤ max_step ≤ 1 h"});
    return errors;
}

}  // namespace

Result<Model> compile(Network network, const Options& options) {
    Errors errors = check(network);
    Errors more = check_options(options, network.file);
    errors.insert(errors.end(), more.begin(), more.end());
    if (!errors.empty()) return fail(std::move(errors));
    Model model;
    model.options = options;
    model.network = std::move(network);
    add_nodes(model);
    add_conduits(model);
    const Network& net = model.network;
    for (const Conduit& link : net.conduits) add_link(model, link.from, link.to, link.flap);
    for (const Orifice& link : net.orifices) add_link(model, link.from, link.to, link.flap);
    for (const Weir& link : net.weirs) add_link(model, link.from, link.to, link.flap);
    for (const Pump& link : net.pumps) add_link(model, link.from, link.to, true);
    for (std::size_t l = 0; l < model.conduits.size(); ++l) model.conduits[l].only = model.only[l];
    add_pattern(model);
    add_touching(model);
    if (first_water_m3(model) > options.quantum_m3 * 0x1p61)
        return fail(model.network.file, "the water at the start does not fit the count of quanta",
                    "lower the initial depths or take a larger Options::quantum_m3");
    return model;
}

Stored shaft(const Model& model, const NodeRow& node, double head_m) {
    const double depth = head_m - node.bottom_m;
    const bool storage = node.storage != kNone;
    if (depth <= 0.0) {
        const double area = storage ? model.storages[at(node.storage)].area_m2.y.front() : node.area_m2;
        return {0.0, area};
    }
    if (head_m > node.rim_m)
        return {node.rim_volume_m3 + (head_m - node.rim_m) * node.above_area_m2, node.above_area_m2};
    if (!storage) return {node.area_m2 * depth, node.area_m2};
    const Storage& s = model.storages[at(node.storage)];
    const std::vector<double>& x = s.area_m2.x;
    const std::vector<double>& y = s.area_m2.y;
    if (depth <= x.front()) return {y.front() * depth, y.front()};
    if (depth >= x.back()) return {s.volume_m3.back() + y.back() * (depth - x.back()), y.back()};
    const auto k = static_cast<std::size_t>(std::upper_bound(x.begin(), x.end(), depth) - x.begin()) - 1;
    const double up = depth - x[k];
    const double slope = (y[k + 1] - y[k]) / (x[k + 1] - x[k]);
    return {s.volume_m3[k] + up * (y[k] + 0.5 * slope * up), y[k] + slope * up};
}

}  // namespace sd::sewer
