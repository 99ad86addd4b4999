// The sewer under a flood case: its network, inlets and outfalls.
#include <algorithm>

#include "scenarios/flood/case_reader.h"
#include "scenarios/words.h"
#include "sim/sewer/inp.h"

namespace sd {
namespace {

int node_of(CaseReader& in, const sewer::Network& net, const YamlNode& at, const std::string& id) {
    std::vector<std::string> names;
    for (std::size_t k = 0; k < net.nodes.size(); ++k) {
        if (net.nodes[k].id == id) return static_cast<int>(k);
        names.push_back(net.nodes[k].id);
    }
    in.error(at, "the network has no node \"" + id + "\"", suggest(id, names));
    return -1;
}

void read_inlet(CaseReader& in, const sewer::Network& net, const YamlNode& node) {
    hydro::Inlet inlet;
    Fields fields(node, "an inlet", in.file, in.errors);
    std::string id;
    std::string kind = "grate";
    fields.text("name", inlet.name);
    fields.text("node", id);
    fields.text("kind", kind);
    fields.number("perimeter_m", 0.0, 100.0, "m", inlet.opening.perimeter_m);
    fields.number("area_m2", 0.001, 100.0, "m²", inlet.opening.area_m2);
    fields.number("clogged", 0.0, 1.0, "of the opening", inlet.opening.clogged);
    const YamlNode* at = fields.require("at", "at: [easting, northing]");
    fields.finish();
    if (kind != "grate" && kind != "manhole") fields.error(node, "kind is \"" + kind + "\", expected grate or manhole");
    inlet.opening.grate = kind == "grate";
    inlet.node = node_of(in, net, node, id);
    if (inlet.name.empty()) inlet.name = id;
    for (const hydro::Inlet& other : in.out.flood_case.drains.inlets)
        if (other.name == inlet.name) in.error(node, "two inlets are called \"" + inlet.name + "\"", "give them names");
    const auto cell = at != nullptr ? in.cell(*at, "at") : std::nullopt;
    if (!cell || inlet.node < 0) return;
    inlet.cell = *cell;
    in.out.flood_case.drains.inlets.push_back(std::move(inlet));
}

void read_outlet(CaseReader& in, sewer::Network& net, const YamlNode& node) {
    auto& outlets = in.out.flood_case.drains.outlets;
    Fields of(node, "an outlet", in.file, in.errors);
    std::string id;
    of.text("node", id);
    const YamlNode* at = of.require("at", "at: [easting, northing]");
    const YamlNode* canal = of.find("canal");
    of.finish();
    const int k = node_of(in, net, node, id);
    const auto cell = at == nullptr      ? std::nullopt
                      : canal != nullptr ? in.canal(*canal, *at, "at")
                                         : in.cell(*at, "at");
    if (k < 0 || !cell) return;
    const bool twice = std::any_of(outlets.begin(), outlets.end(), [k](const hydro::Outlet& o) { return o.node == k; });
    if (twice) in.error(node, "outfall \"" + id + "\" has an outlet already", "its water arrives once");
    sewer::Node& outfall = net.nodes[static_cast<std::size_t>(k)];
    if (outfall.outfall == sewer::Outfall::None) in.error(node, "node \"" + id + "\" is no outfall");
    outfall.outfall = sewer::Outfall::External;
    outlets.push_back({k, *cell});
}

/// The form that runs, counted in whole parts of the sheet's own quantum.
void compile_network(CaseReader& in, sewer::Network net) {
    hydro::Case& c = in.out.flood_case;
    // Where streets and shafts exchange, water above a rim belongs to the street.
    for (const hydro::Inlet& inlet : c.drains.inlets)
        net.nodes[static_cast<std::size_t>(inlet.node)].rim = sewer::Rim::Shaft;
    const double area_m2 = c.ground.grid.cell_m * c.ground.grid.cell_m;
    c.drains.per_surface = 64;
    sewer::Options options;
    options.quantum_m3 =
        flood::quantum_of_m(c.precision, c.ground) * area_m2 / static_cast<double>(c.drains.per_surface);
    auto model = sewer::compile(std::move(net), options);
    if (model)
        c.drains.model = std::make_shared<const sewer::Model>(std::move(*model));
    else
        in.errors.insert(in.errors.end(), model.error().begin(), model.error().end());
}

}  // namespace

void read_case_drains(CaseReader& in, Fields& top) {
    const YamlNode* node = top.find("drains");
    if (node == nullptr) return;
    Fields fields(*node, "drains", in.file, in.errors);
    std::string network;
    fields.require("network", "network: a SWMM .inp file");
    fields.text("network", network);
    const auto inlets = in.list(fields, "inlets");
    const auto outlets = in.list(fields, "outlets");
    fields.finish();
    if (network.empty()) return;
    auto inp = sewer::read_inp(in.path(network));
    if (!inp) {
        in.errors.insert(in.errors.end(), inp.error().begin(), inp.error().end());
        return;
    }
    for (const Error& notice : inp->notices) in.out.warnings.push_back({to_text(notice), to_text(notice)});
    for (const YamlNode* inlet : inlets) read_inlet(in, inp->network, *inlet);
    for (const YamlNode* outlet : outlets) read_outlet(in, inp->network, *outlet);
    if (in.ground_known) compile_network(in, std::move(inp->network));
}

}  // namespace sd
