#include "viz/search.h"

#include <algorithm>
#include <set>

#include "viz/text.h"

namespace sd::viz {

std::vector<SearchHit> search_city(const City& city, const std::string& query, std::size_t most) {
    const std::string start = folded(query);
    struct Ranked {
        int rank = 0;
        SearchHit hit;
    };
    std::vector<Ranked> found;
    const auto consider = [&](Msg what, const std::string& name, LocalXY at, int group) {
        if (!matches(query, name)) return;
        const std::string f = folded(name);
        const int rank = group + (f == start ? 0 : f.rfind(start, 0) == 0 ? 1 : 2);
        found.push_back({rank, {what, composed(name), at}});
    };
    for (const Poi& p : city.pois) consider(Msg::Place, p.name, p.at, 0);
    for (const Station& s : city.stations) consider(Msg::Place, s.name, s.at, 0);
    for (const Ward& w : city.wards) consider(Msg::Ward, w.name, w.label, 0);
    std::set<std::string> streets;
    for (const RoadEdge& e : city.edges) {
        if (e.name.empty() || e.line.empty() || !streets.insert(e.name).second) continue;
        consider(Msg::Road, e.name, e.line[e.line.size() / 2], 3);
    }
    for (const Device& d : city.devices) consider(Msg::Device, d.name, d.at, 6);
    std::stable_sort(found.begin(), found.end(), [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; });
    std::vector<SearchHit> out;
    for (const Ranked& r : found) {
        if (out.size() >= most) break;
        out.push_back(r.hit);
    }
    return out;
}

}  // namespace sd::viz
