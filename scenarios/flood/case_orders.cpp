// Orders to a flood case: in its file under `events`, or line by line while it runs.
#include <algorithm>
#include <cmath>

#include "scenarios/flood/case_reader.h"
#include "scenarios/token_reader.h"
#include "scenarios/words.h"

namespace sd {
namespace {

using hydro::LinkKind;
using hydro::Order;
using hydro::OrderKind;

template <class Keep>
std::vector<std::string> names_of(const hydro::Case& c, const Keep& keep) {
    std::vector<std::string> names;
    for (const hydro::Link& link : c.links)
        if (keep(link)) names.push_back(link.name);
    return names;
}

/// A quoted name that must be known, or nothing for all of them.
std::string name(TokenReader& t, const std::vector<std::string>& known, const std::string& what, bool may_be_all) {
    if (may_be_all && (t.done() || t.peek("to"))) return "*";
    std::string word = t.text("the name of " + what);
    if (!t.failed() && std::find(known.begin(), known.end(), word) == known.end())
        t.complain_last("no " + what + " is called \"" + word + "\"",
                        known.empty() ? "the case has none" : suggest(word, known));
    return word;
}

double share(TokenReader& t) {
    if (!t.take("to")) t.complain("\"to\" and a share from 0 to 1");
    if (t.take("auto")) return -1.0;
    const double value = t.number("a share from 0 to 1, or auto");
    if (!t.failed() && !(value >= 0.0 && value <= 1.0)) t.complain_last("a share lies between 0 and 1");
    return value;
}

/// rain 80 mm/h for 20min at 560000 1145000 [radius 500]
void rain(TokenReader& t, const results::MapFrame& frame, Order& out) {
    out.kind = OrderKind::Rain;
    out.rain.peak_mm_h = t.number("mm/h");
    t.take("mm/h");
    if (!t.take("for")) t.complain("\"for\" and a duration");
    out.rain.until_s = t.duration().seconds();
    if (!t.take("at")) t.complain("\"at\", easting and northing");
    out.rain.start.x_m = t.number("an easting") - frame.east_m;
    out.rain.start.y_m = t.number("a northing") - frame.north_m;
    out.rain.radius_m = 1000.0;
    if (t.take("radius")) out.rain.radius_m = t.number("metres");
    const GridSpec& g = frame.grid;
    if (!t.failed() && !(out.rain.radius_m >= g.cell_m && out.rain.peak_mm_h >= 0.0))
        t.complain_last("a rain is not negative and not smaller than a cell");
    const double reach_m = 5.0 * out.rain.radius_m;
    const bool near = out.rain.start.x_m > -reach_m && out.rain.start.y_m > -reach_m &&
                      out.rain.start.x_m < g.nx * g.cell_m + reach_m && out.rain.start.y_m < g.ny * g.cell_m + reach_m;
    if (!t.failed() && !near) t.complain_last("the rain lies off the grid", "easting and northing of the crs");
}

void set_link(TokenReader& t, const hydro::Case& c, Order& out) {
    const std::string kind = t.one_of({"gate", "pump"}, "gate or pump");
    out.kind = kind == "pump" ? OrderKind::Pump : OrderKind::Gate;
    out.name =
        name(t, names_of(c, [&](const hydro::Link& l) { return (l.kind == LinkKind::Pump) == (kind == "pump"); }), kind,
             true);
    out.value = share(t);
}

void by_verb(TokenReader& t, const FloodCaseFile& in, Order& out) {
    const hydro::Case& c = in.flood_case;
    const auto any = [](const hydro::Link&) { return true; };
    const std::string verb =
        t.one_of({"set", "breach", "fail", "repair", "restore", "rain", "clog", "note"}, "an order");
    if (verb == "set") return set_link(t, c, out);
    if (verb == "rain") return rain(t, in.frame, out);
    if (verb == "breach") {
        std::vector<std::string> names;
        for (const hydro::Breach& b : c.breaches) names.push_back(b.name);
        out.kind = OrderKind::Breach;
        out.name = name(t, names, "breach", false);
    } else if (verb == "clog") {
        std::vector<std::string> names;
        for (const hydro::Inlet& i : c.drains.inlets) names.push_back(i.name);
        t.take("inlets");
        out.kind = OrderKind::Clog;
        out.name = name(t, names, "inlet", true);
        out.value = share(t);
    } else if (verb == "note") {
        out.kind = OrderKind::Note;
        out.name = t.text("a text in quotes");
    } else if (t.take("power") || verb == "restore") {
        out.kind = OrderKind::Power;
        out.value = verb == "fail" ? 0.0 : 1.0;
        out.name =
            name(t, names_of(c, [](const hydro::Link& l) { return l.needs_power; }), "structure with power", true);
    } else {
        out.kind = verb == "fail" ? OrderKind::Fail : OrderKind::Repair;
        out.name = name(t, names_of(c, any), "structure", false);
    }
}

Result<Order> parse_order(const YamlNode& line, bool timed, const FloodCaseFile& in, const std::string& file) {
    const SentenceContext context{file, in.frame.epoch, in.length};
    auto tokens = tokenize(line, file);
    if (!tokens) return tl::unexpected(tokens.error());
    TokenReader t(line, context, std::move(*tokens));
    Order out;
    out.text = line.text;
    if (timed) {
        if (!t.take("at")) t.complain("\"at\" and a time", "e.g. at +1h set gate \"G1\" to 0.5");
        out.t_s = (t.time() - in.frame.epoch).seconds();
    }
    by_verb(t, in, out);
    t.finish();
    if (t.failed()) return fail(t.errors());
    return out;
}

}  // namespace

Result<Order> parse_flood_order(const std::string& line, const FloodCaseFile& in) {
    YamlNode node;
    node.kind = NodeKind::Scalar;
    node.place = {1, 1};
    node.text = line;
    return parse_order(node, false, in, "order");
}

void read_case_orders(CaseReader& in, Fields& top) {
    for (const YamlNode* node : in.list(top, "events")) {
        auto order = parse_order(*node, true, in.out, in.file);
        if (!order)
            in.errors.insert(in.errors.end(), order.error().begin(), order.error().end());
        else
            in.out.orders.push_back(std::move(*order));
    }
    std::stable_sort(in.out.orders.begin(), in.out.orders.end(),
                     [](const Order& a, const Order& b) { return a.t_s < b.t_s; });
}

}  // namespace sd
