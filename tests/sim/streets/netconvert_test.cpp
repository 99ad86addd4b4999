// The same towns made by SUMO's netconvert: links, lengths, and who yields to whom.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "sim/traffic/sumo/read.h"
#include "tests/sim/streets/town.h"

namespace sd::streets {
namespace {

using namespace streets_test;
namespace fs = std::filesystem;

fs::path scratch() {
    const fs::path folder = fs::path(SD_BINARY_DIR) / "test_streets";
    fs::create_directories(folder);
    return folder;
}

/// Better classes, wider and faster streets get a higher priority, as they do here.
int priority_of(const RoadEdge& e) {
    return 100 * (8 - static_cast<int>(e.cls)) + 10 * e.lanes + static_cast<int>(e.speed_m_s / 3.0F);
}

void write_plain(const City& city, const fs::path& base) {
    std::ofstream nodes(base.string() + ".nod.xml");
    nodes << "<nodes>\n";
    for (std::size_t n = 0; n < city.nodes.size(); ++n) {
        int least = 1 << 20, most = 0, arriving = 0;
        for (const RoadEdge& e : city.edges)
            if (e.to.at() == n) {
                least = std::min(least, priority_of(e)), most = std::max(most, priority_of(e));
                ++arriving;
            }
        const bool equal = arriving > 2 && least == most;
        nodes << "<node id=\"n" << n << "\" x=\"" << city.nodes[n].at.x_m << "\" y=\"" << city.nodes[n].at.y_m
              << "\" type=\""
              << (city.nodes[n].signal ? "traffic_light"
                  : equal              ? "right_before_left"
                                       : "priority")
              << "\"/>\n";
    }
    nodes << "</nodes>\n";
    std::ofstream edges(base.string() + ".edg.xml");
    edges << "<edges>\n";
    for (std::size_t i = 0; i < city.edges.size(); ++i) {
        const RoadEdge& e = city.edges[i];
        edges << "<edge id=\"e" << i << "\" from=\"n" << e.from.index << "\" to=\"n" << e.to.index << "\" numLanes=\""
              << int{e.lanes} << "\" speed=\"" << e.speed_m_s << "\" width=\""
              << e.width_m / static_cast<float>(e.lanes) << "\" priority=\"" << priority_of(e) << "\" shape=\"";
        for (const LocalXY p : e.line) edges << p.x_m << "," << p.y_m << " ";
        edges << "\" spreadType=\"" << (e.reverse.valid() ? "right" : "center") << "\"/>\n";
    }
    edges << "</edges>\n";
}

struct Score {
    int pairs = 0, same_links = 0, lanes = 0, near_length = 0, foes = 0, same_foes = 0, yields = 0, same_yields = 0;
};

using Way = std::pair<std::string, std::string>;  // lanes' names
std::map<Way, const micro::Link*> ways_of(const micro::Net& net) {
    std::map<Way, const micro::Link*> ways;
    for (const micro::Link& l : net.links)
        if (l.request != kNone) ways[{net.lanes[l.from_lane].id, net.lanes[l.to_lane].id}] = &l;
    return ways;
}

/// Of pairs of ways that both nets have: are they foes, and who waits, in one and the other?
void compare_right_of_way(const std::string& town, const micro::Net& ours, const micro::Net& theirs, Score& score) {
    const auto a = ways_of(ours), b = ways_of(theirs);
    for (const auto& [way, ours_way] : a)
        for (const auto& [foe, ours_foe] : a) {
            if (way >= foe || ours_way->junction != ours_foe->junction || !b.contains(way) || !b.contains(foe))
                continue;
            const micro::Junction& j = ours.junctions[ours_way->junction];
            const micro::Junction& k = theirs.junctions[b.at(way)->junction];
            const bool meet = j.requests[ours_way->request].foes[ours_foe->request];
            const bool meet_there = k.requests[b.at(way)->request].foes[b.at(foe)->request];
            if (!meet && !meet_there) continue;
            ++score.foes;
            score.same_foes += meet == meet_there ? 1 : 0;
            if (!meet || !meet_there) continue;
            const bool waits = j.requests[ours_way->request].response[ours_foe->request];
            const bool waits_there = k.requests[b.at(way)->request].response[b.at(foe)->request];
            const bool foe_waits_there = k.requests[b.at(foe)->request].response[b.at(way)->request];
            if (waits_there && foe_waits_there) continue;  // its signals leave it to the phases
            ++score.yields;
            if (waits == waits_there)
                ++score.same_yields;
            else
                std::printf("  %s: %s>%s (%c) and %s>%s (%c): here the %s waits, there %d %d\n", town.c_str(),
                            way.first.c_str(), way.second.c_str(), ours_way->dir, foe.first.c_str(), foe.second.c_str(),
                            ours_foe->dir, waits ? "first" : "second", waits_there, foe_waits_there);
        }
}

void compare(const std::string& name, const City& city, Score& score) {
    const fs::path base = scratch() / name;
    write_plain(city, base);
    const std::string file = base.string() + ".net.xml";
    const std::string command = "netconvert -X never --no-warnings --offset.disable-normalization -n '" +
                                base.string() + ".nod.xml' -e '" + base.string() + ".edg.xml' -o '" + file + "' > '" +
                                base.string() + ".log' 2>&1";
    ASSERT_EQ(std::system(command.c_str()), 0) << name;
    const auto read = sumo::read_net(file);
    ASSERT_TRUE(read.has_value()) << to_text(read.error());
    const micro::Net ours = make_net(city);
    const micro::Net& theirs = read->net;
    std::map<std::string, std::uint32_t> edge_of;
    for (std::uint32_t e = 0; e < theirs.edges.size(); ++e) edge_of[theirs.edges[e].id] = e;
    for (std::uint32_t in = 0; in < city.edges.size(); ++in) {
        const double here_m = ours.lanes[ours.edges[in].lane_begin].length_m;
        const double there_m = theirs.lanes[theirs.edges[edge_of.at(ours.edges[in].id)].lane_begin].length_m;
        ++score.lanes;
        if (std::abs(here_m - there_m) < 4.0)
            ++score.near_length;
        else
            std::printf("  %s: %s has %.1f m here, %.1f m there\n", name.c_str(), ours.edges[in].id.c_str(), here_m,
                        there_m);
        for (std::uint32_t out = 0; out < city.edges.size(); ++out) {
            const auto here = links_between(ours, in, out).size();
            const auto there =
                links_between(theirs, edge_of.at(ours.edges[in].id), edge_of.at(ours.edges[out].id)).size();
            if (here == 0 && there == 0) continue;
            ++score.pairs;
            if (here == there)
                ++score.same_links;
            else
                std::printf("  %s: %s > %s has %zu links here, %zu there\n", name.c_str(), ours.edges[in].id.c_str(),
                            ours.edges[out].id.c_str(), here, there);
        }
    }
    compare_right_of_way(name, ours, theirs, score);
}

TEST(Netconvert, MakesMuchTheSame) {
    if (std::system("netconvert --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "netconvert is not installed here";
    const Build main{.lanes = 2, .cls = RoadClass::Secondary, .speed_m_s = 14.0};
    Score score;
    compare("main", four_arms(main, {}).city, score);
    compare("equal", four_arms({}, {}).city, score);
    compare("signal1", four_arms({}, {}, 60.0F).city, score);
    compare("signal2", four_arms(main, {.lanes = 2}, 60.0F).city, score);
    compare("signal3", four_arms({.lanes = 3, .cls = RoadClass::Primary}, main, 60.0F).city, score);
    compare("tee", star({{0, main}, {180, main}, {270, {}}}).city, score);
    compare("tee_equal", star({{10, {}}, {170, {}}, {280, {}}}).city, score);
    compare("skew", star({{0, main}, {50, {}}, {180, main}, {230, {}}}).city, score);
    compare("five", star({{0, main}, {60, {}}, {130, {}}, {180, main}, {270, {}}}).city, score);
    compare("bend", star({{0, {}}, {100, {}}}).city, score);
    Town town = star({{0, main}, {180, main}, {270, {}}});
    town.one_way(town.node(500, 700), 0);
    compare("one_way", town.city, score);
    std::printf("links %d of %d pairs, lengths %d of %d, foes %d of %d, who waits %d of %d\n", score.same_links,
                score.pairs, score.near_length, score.lanes, score.same_foes, score.foes, score.same_yields,
                score.yields);
    EXPECT_GE(score.same_links, score.pairs * 9 / 10);
    EXPECT_GE(score.near_length, score.lanes * 9 / 10);
    EXPECT_GE(score.same_foes, score.foes * 7 / 10);
    EXPECT_GE(score.same_yields, score.yields * 9 / 10);
}

}  // namespace
}  // namespace sd::streets
