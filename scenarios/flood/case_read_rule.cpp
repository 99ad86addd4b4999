// Rules of gates, and what breaches wait for.
#include "scenarios/flood/case_reader.h"
#include "scenarios/token_reader.h"
#include "scenarios/words.h"

namespace sd {
namespace {

std::uint32_t gauge(CaseReader& in, TokenReader& t, const hydro::Link& link) {
    if (!t.take("level")) t.complain("level(…)");
    t.take("(");
    const std::string name = t.text("a point's name, inside or outside");
    std::uint32_t cell = 0;
    if (name == "inside" && !link.from.empty()) {
        cell = link.from.front();
    } else if (name == "outside" && !link.to.empty()) {
        cell = link.to.front();
    } else if (const auto known = in.gauges.find(name); known != in.gauges.end()) {
        cell = known->second;
    } else if (!t.failed() && in.ground_known) {
        std::vector<std::string> names;
        if (!link.from.empty()) names = {"inside", "outside"};
        for (const auto& [point, at] : in.gauges) names.push_back(point);
        t.complain_last("no point is called \"" + name + "\"",
                        names.empty() ? "name one under points" : suggest(name, names));
    }
    t.take(")");
    return cell;
}

}  // namespace

hydro::Rule read_case_rule(CaseReader& in, const YamlNode& node, const hydro::Link& link) {
    hydro::Rule rule;
    const SentenceContext context{in.file, in.out.frame.epoch, in.out.length};
    auto tokens = tokenize(node, in.file);
    if (!tokens) {
        in.errors.insert(in.errors.end(), tokens.error().begin(), tokens.error().end());
        return rule;
    }
    TokenReader t(node, context, std::move(*tokens));
    if (!t.take("open") || !t.take("while"))
        t.complain("\"open while …\"", "e.g. open while level(inside) - level(outside) > 0.10 m");
    rule.a = gauge(in, t, link);
    if (t.take("-") || t.take("−")) rule.b = gauge(in, t, link);
    rule.below = t.one_of({">", "<"}, "> or <") == "<";
    rule.over_m = t.number("a level in m");
    t.take("m");
    t.finish();
    in.errors.insert(in.errors.end(), t.errors().begin(), t.errors().end());
    return rule;
}

}  // namespace sd
