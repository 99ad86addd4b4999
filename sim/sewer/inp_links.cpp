// Links of .inp files, and what only the whole file tells.
#include <algorithm>
#include <cmath>
#include <iterator>

#include "sim/sewer/inp_reader.h"

namespace sd::sewer::inp {
namespace {

constexpr double kFar = 1e6;

/// Registers a link of this line with its two ends; false when it cannot be built.
bool begin_link(Reader& r, const Line& line, LinkKind kind, std::size_t index, int& from, int& to) {
    const std::string name(line.tokens[0].text);
    const bool fresh = r.add(r.links, line, "link", static_cast<int>(r.link_at.size()));
    from = r.find(r.nodes, line, 1, "node");
    to = r.find(r.nodes, line, 2, "node");
    if (fresh) {
        r.link_at.push_back({kind, index, line.number, line.tokens[0].column, name});
        r.sectioned.push_back(0);
    }
    if (from != kNone && from == to)
        r.fail(line, 2, "link '" + name + "' ends where it begins", "connect two different nodes");
    return fresh && from != kNone && to != kNone;
}

/// Keeps a link that is complete; marks one that is not, so that lines about it are read over.
template <class Link>
void end_link(Reader& r, const Line& line, bool good, std::vector<Link>& links, Link link) {
    if (good)
        links.push_back(std::move(link));
    else if (!r.link_at.empty() && r.link_at.back().line == line.number)
        r.link_at.back().line = -line.number;
}

/// Height above the node's invert from an offset that may be an elevation; "*" is none.
double offset_m(Reader& r, const Line& line, std::size_t k, int node, std::string_view what) {
    if (k >= line.tokens.size() || line.tokens[k].text == "*") return 0.0;
    if (!r.elevation_offsets) return r.number(line, k, what, 0.0, kFar) * r.length_m;
    const double level = r.number(line, k, what, -kFar, kFar) * r.length_m;
    if (node == kNone) return 0.0;
    const double above = level - r.out.network.nodes[static_cast<std::size_t>(node)].invert_m;
    if (above < -1e-6) r.fail(line, k, std::string(what) + " lies below its node's invert", "raise it");
    return std::max(above, 0.0);
}

struct Form {
    std::string_view name;
    Shape shape;
};
constexpr Form kForms[] = {{"CIRCULAR", Shape::Circular},
                           {"RECT_CLOSED", Shape::RectClosed},
                           {"RECT_OPEN", Shape::RectOpen},
                           {"TRAPEZOIDAL", Shape::Trapezoidal}};

void read_conduit_section(Reader& r, const Line& line, Conduit& link) {
    const auto shape = r.word(line, 1, "shape");
    if (!shape) return;
    const Form* form =
        std::find_if(std::begin(kForms), std::end(kForms), [&](const Form& f) { return same(*shape, f.name); });
    if (form == std::end(kForms))
        return r.fail(line, 1, "section shape '" + std::string(*shape) + "' is not supported",
                      "use CIRCULAR, RECT_CLOSED, RECT_OPEN or TRAPEZOIDAL with the same area");
    link.section.shape = form->shape;
    link.section.height_m = r.number(line, 2, "height", 1e-3, 1e4) * r.length_m;
    const bool trapezoid = form->shape == Shape::Trapezoidal;
    if (form->shape != Shape::Circular)
        link.section.width_m = r.number(line, 3, "width", trapezoid ? 0.0 : 1e-3, 1e5) * r.length_m;
    if (trapezoid) {
        link.section.slope_left = r.number(line, 4, "side slope", 0.0, 1e3);
        link.section.slope_right = r.number(line, 5, "side slope", 0.0, 1e3);
    }
    link.barrels = static_cast<int>(r.number_or(line, 6, "number of barrels", 1.0, 1000.0, 1.0));
    if (line.tokens.size() > 7)
        r.note(line.number, line.tokens[7].column, "culvert code of '" + link.id + "'",
               "no inlet control curves; the entrance loss of [LOSSES] acts");
}

void read_orifice_section(Reader& r, const Line& line, Orifice& link) {
    const auto shape = r.word(line, 1, "shape");
    if (!shape) return;
    link.circular = same(*shape, "CIRCULAR");
    if (!link.circular && !same(*shape, "RECT_CLOSED"))
        r.fail(line, 1, "an orifice cannot be '" + std::string(*shape) + "'", "use CIRCULAR or RECT_CLOSED");
    link.height_m = r.number(line, 2, "height", 1e-3, 1e4) * r.length_m;
    if (!link.circular) link.width_m = r.number(line, 3, "width", 1e-3, 1e5) * r.length_m;
}

void read_weir_section(Reader& r, const Line& line, Weir& link) {
    const auto shape = r.word(line, 1, "shape");
    if (!shape) return;
    link.height_m = r.number(line, 2, "height", 1e-3, 1e4) * r.length_m;
    const double width = r.number(line, 3, "width", 0.0, 1e5) * r.length_m;
    if (same(*shape, "TRIANGULAR")) {
        link.side_slope = 0.5 * width / link.height_m;
        return;
    }
    link.length_m = width;
    if (same(*shape, "TRAPEZOIDAL"))
        link.side_slope = r.number(line, 4, "side slope", 0.0, 1e3);
    else if (!same(*shape, "RECT_OPEN"))
        r.fail(line, 1, "a weir cannot be '" + std::string(*shape) + "'", "use RECT_OPEN, TRIANGULAR or TRAPEZOIDAL");
}

/// Rims that were left to the pipes, as SWMM does: the highest crown that meets the node.
void raise_rims(Reader& r) {
    Network& net = r.out.network;
    std::vector<double> crown(net.nodes.size(), 0.0);
    for (const Conduit& link : net.conduits) {
        auto& from = crown[static_cast<std::size_t>(link.from)];
        auto& to = crown[static_cast<std::size_t>(link.to)];
        from = std::max(from, link.offset_from_m + link.section.height_m);
        to = std::max(to, link.offset_to_m + link.section.height_m);
    }
    for (std::size_t i = 0; i < net.nodes.size(); ++i)
        if (r.ymax_missing[i]) net.nodes[i].rim_m = net.nodes[i].invert_m + crown[i] + r.extra_m[i];
}

}  // namespace

void read_conduit(Reader& r, const Line& line) {
    Conduit link;
    link.id = line.tokens[0].text;
    link.line = line.number;
    const bool good = begin_link(r, line, LinkKind::Conduit, r.out.network.conduits.size(), link.from, link.to);
    link.length_m = r.number(line, 3, "length", 0.1, kFar) * r.length_m;
    link.manning_n = r.number(line, 4, "Manning's n", 1e-4, 10.0);
    link.offset_from_m = offset_m(r, line, 5, link.from, "offset at its beginning");
    link.offset_to_m = offset_m(r, line, 6, link.to, "offset at its end");
    link.initial_m3_s = r.number_or(line, 7, "initial flow", -1e9, 1e9, 0.0) * r.flow_m3_s;
    if (r.number_or(line, 8, "flow limit", 0.0, 1e9, 0.0) > 0.0)
        r.note(line.number, line.tokens[8].column, "flow limit of '" + link.id + "'", "flow is not limited; ignored");
    end_link(r, line, good, r.out.network.conduits, std::move(link));
}

void read_orifice(Reader& r, const Line& line) {
    Orifice link;
    link.id = line.tokens[0].text;
    link.line = line.number;
    const bool good = begin_link(r, line, LinkKind::Orifice, r.out.network.orifices.size(), link.from, link.to);
    const auto kind = r.word(line, 3, "SIDE or BOTTOM");
    if (kind) link.bottom = same(*kind, "BOTTOM");
    if (kind && !link.bottom && !same(*kind, "SIDE"))
        r.fail(line, 3, "'" + std::string(*kind) + "' is no kind of orifice", "use SIDE or BOTTOM");
    link.offset_m = offset_m(r, line, 4, link.from, "offset");
    link.discharge = r.number(line, 5, "discharge coefficient", 1e-3, 10.0);
    link.flap = r.yes(line, 6);
    if (r.number_or(line, 7, "closing time", 0.0, 1e6, 0.0) > 0.0)
        r.note(line.number, line.tokens[7].column, "closing time of '" + link.id + "'",
               "settings act at once; move Forcing::setting slowly instead");
    end_link(r, line, good, r.out.network.orifices, std::move(link));
}

void read_weir(Reader& r, const Line& line) {
    Weir link;
    link.id = line.tokens[0].text;
    link.line = line.number;
    const bool good = begin_link(r, line, LinkKind::Weir, r.out.network.weirs.size(), link.from, link.to);
    const auto kind = r.word(line, 3, "kind of weir");
    if (kind && same(*kind, "SIDEFLOW"))
        r.note(line.number, line.tokens[3].column, "side-flow weir '" + link.id + "'", "runs as a transverse weir");
    else if (kind && !same(*kind, "TRANSVERSE") && !same(*kind, "V-NOTCH") && !same(*kind, "TRAPEZOIDAL"))
        r.fail(line, 3, "weir '" + std::string(*kind) + "' is not supported", "use TRANSVERSE, V-NOTCH or TRAPEZOIDAL");
    link.crest_m = offset_m(r, line, 4, link.from, "crest");
    const double unit = std::sqrt(r.length_m);  // coefficients are in m^0.5/s or ft^0.5/s
    link.coefficient = r.number(line, 5, "coefficient", 0.0, 100.0) * unit;
    if (kind && same(*kind, "V-NOTCH")) link.end_coefficient = link.coefficient;
    link.flap = r.yes(line, 6);
    link.contractions = static_cast<int>(r.number_or(line, 7, "number of end contractions", 0.0, 2.0, 0.0));
    if (kind && same(*kind, "TRAPEZOIDAL"))
        link.end_coefficient = r.number_or(line, 8, "end coefficient", 0.0, 100.0, 0.0) * unit;
    if (line.tokens.size() > 9 && !r.yes(line, 9))
        r.note(line.number, line.tokens[9].column, "weir '" + link.id + "'",
               "a covered weir runs as an orifice all the same");
    end_link(r, line, good, r.out.network.weirs, std::move(link));
}

void read_pump(Reader& r, const Line& line) {
    Pump link;
    link.id = line.tokens[0].text;
    link.line = line.number;
    bool good = begin_link(r, line, LinkKind::Pump, r.out.network.pumps.size(), link.from, link.to);
    const auto name = r.word(line, 3, "pump curve");
    if (name && *name == "*") {
        r.fail(line, 3, "ideal pumps are not supported", "give it a PUMP4 curve with one constant flow");
        good = false;
    } else {
        link.curve = r.find(r.curves, line, 3, "pump curve");
        good = good && link.curve != kNone;
    }
    if (link.curve != kNone) {
        const std::string& kind = r.curve_kinds[static_cast<std::size_t>(link.curve)];
        if (kind == "PUMP1") link.kind = PumpCurve::Volume;
        if (kind == "PUMP2") link.kind = PumpCurve::DepthStep;
        if (kind == "PUMP3" || kind == "PUMP5") link.kind = PumpCurve::Head;
        if (kind == "PUMP5")
            r.note(line.number, line.tokens[3].column, "pump '" + link.id + "'",
                   "PUMP5 runs as PUMP3: the setting scales the flow, not the head");
        if (kind.substr(0, 4) != "PUMP")
            r.fail(line, 3, "a " + kind + " curve cannot drive a pump", "use PUMP1 to PUMP5");
    }
    const auto status = line.tokens.size() > 4 ? line.tokens[4].text : std::string_view("ON");
    link.starts_on = same(status, "ON");
    if (!link.starts_on && !same(status, "OFF"))
        r.fail(line, 4, "'" + std::string(status) + "' is neither ON nor OFF", "write one");
    link.on_m = r.number_or(line, 5, "switch-on depth", 0.0, kFar, 0.0) * r.length_m;
    link.off_m = r.number_or(line, 6, "switch-off depth", 0.0, kFar, 0.0) * r.length_m;
    if (link.off_m > link.on_m) r.fail(line, 6, "the pump stops above where it starts", "swap the two depths");
    end_link(r, line, good, r.out.network.pumps, std::move(link));
}

void read_section(Reader& r, const Line& line) {
    const int found = r.find(r.links, line, 0, "link");
    if (found == kNone) return;
    const auto index = static_cast<std::size_t>(found);
    const LinkAt& link = r.link_at[index];
    if (r.sectioned[index] > 0) r.fail(line, 0, "a second section for '" + link.id + "'", "keep one");
    r.sectioned[index] = line.number;
    if (link.line < 0) return;  // the link itself could not be read
    switch (link.kind) {
        case LinkKind::Conduit:
            return read_conduit_section(r, line, r.out.network.conduits[link.index]);
        case LinkKind::Orifice:
            return read_orifice_section(r, line, r.out.network.orifices[link.index]);
        case LinkKind::Weir:
            return read_weir_section(r, line, r.out.network.weirs[link.index]);
        case LinkKind::Pump:
            return r.fail(line, 0, "pump '" + link.id + "' has no section", "take the line out");
    }
}

void read_losses(Reader& r, const Line& line) {
    const int found = r.find(r.links, line, 0, "link");
    if (found == kNone) return;
    const LinkAt& at = r.link_at[static_cast<std::size_t>(found)];
    if (at.line < 0) return;
    if (at.kind != LinkKind::Conduit) return r.fail(line, 0, "only conduits have losses", "take the line out");
    Conduit& link = r.out.network.conduits[at.index];
    link.loss = r.number(line, 1, "entrance loss", 0.0, 1e3) + r.number(line, 2, "exit loss", 0.0, 1e3) +
                r.number(line, 3, "loss", 0.0, 1e3);
    link.flap = r.yes(line, 4);
    if (r.number_or(line, 5, "seepage", 0.0, 1e6, 0.0) > 0.0)
        r.note(line.number, line.tokens[5].column, "seepage of '" + link.id + "'", "conduits do not leak; ignored");
}

void finish(Reader& r) {
    for (std::size_t i = 0; i < r.link_at.size(); ++i) {
        const LinkAt& link = r.link_at[i];
        if (link.kind == LinkKind::Pump || r.sectioned[i] > 0 || link.line < 0) continue;
        r.errors.push_back(
            {r.file, link.line, link.column, "link '" + link.id + "' has no section", "add it to [XSECTIONS]"});
    }
    raise_rims(r);
    if (r.end > r.out.start) r.out.length = r.end - r.out.start;
}

}  // namespace sd::sewer::inp
