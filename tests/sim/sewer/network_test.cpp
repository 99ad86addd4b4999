// Properties over random networks, restarts, and what compile refuses.
#include <cmath>
#include <limits>

#include "sim/core/draw.h"
#include "tests/sim/sewer/nets.h"

namespace sd::sewer {
namespace {

SectionSpec random_section(const Draw& draw, std::uint32_t k) {
    SectionSpec spec;
    spec.shape = static_cast<Shape>(draw.below(20, k, 0, 4));
    spec.height_m = draw.uniform(21, k, 0, 0.2, 2.0);
    spec.width_m = draw.uniform(21, k, 1, 0.2, 2.0);
    spec.slope_left = draw.uniform(21, k, 2, 0.0, 2.0);
    spec.slope_right = draw.uniform(21, k, 3, 0.0, 2.0);
    return spec;
}

/// A tree with some extra pipes, adverse slopes, offsets, every structure, every kind of rim.
Network random_network(std::uint64_t seed) {
    const Draw draw(seed);
    Network net;
    net.curves = {curve("pump", {0.0, 1.0, 3.0}, {0.02, 0.1, 0.2}), curve("basin", {0.0, 1.0, 4.0}, {0.0, 80.0, 300.0}),
                  curve("tide", {0.0, 1800.0, 3600.0, 7200.0}, {-1.0, 2.0, -1.0, 3.0}),
                  curve("storm", {0.0, 900.0, 1800.0, 3600.0}, {0.0, 0.4, 0.1, 0.0})};
    const int count = 6 + static_cast<int>(draw.below(1, 0, 0, 30));
    for (int i = 0; i < count; ++i) {
        const auto k = static_cast<std::uint32_t>(i);
        const double invert = draw.uniform(2, k, 0, -1.0, 3.0);
        Node node = manhole("n" + std::to_string(i), invert, invert + draw.uniform(2, k, 1, 1.0, 4.0),
                            draw.uniform(2, k, 2, 0.1, 5.0));
        node.rim = static_cast<Rim>(draw.below(3, k, 0, 3));
        node.ponded_area_m2 = 50.0;
        node.initial_m = draw.chance(3, k, 1, 0.3) ? draw.uniform(2, k, 3, 0.0, 2.0) : 0.0;
        if (draw.chance(3, k, 2, 0.1)) node.storage = 1;
        if (i == 0) node.outfall = Outfall::Series, node.series = 2, node.flap = draw.chance(3, k, 3, 0.5);
        if (i == 1) node.outfall = Outfall::Free;
        net.nodes.push_back(node);
        if (draw.chance(3, k, 4, 0.5)) net.inflows.push_back({i, draw.uniform(4, k, 0, -0.01, 0.02), 3, 0.5, 0});
    }
    for (int i = 2; i < count + count / 3; ++i) {
        const auto k = static_cast<std::uint32_t>(i);
        const int from =
            i < count ? i : 2 + static_cast<int>(draw.below(5, k, 0, static_cast<std::uint32_t>(count - 2)));
        int to = static_cast<int>(draw.below(5, k, 1, static_cast<std::uint32_t>(std::min(i, count))));
        if (to == from) to = from == 2 ? 0 : 2;
        const std::string id = "l" + std::to_string(i);
        const std::uint32_t kind = draw.below(6, k, 0, 8);
        if (kind == 0) {
            net.orifices.push_back({id, from, to, draw.chance(7, k, 0, 0.5), draw.chance(7, k, 1, 0.5), 0.4, 0.5,
                                    draw.uniform(7, k, 2, 0.0, 0.5), 0.6, draw.chance(7, k, 3, 0.5), 0});
        } else if (kind == 1) {
            net.weirs.push_back({id, from, to, draw.uniform(7, k, 0, 0.0, 1.5), 0.7, draw.uniform(7, k, 1, 0.0, 2.0),
                                 0.5, 1.84, 1.38, 1, draw.chance(7, k, 3, 0.3), 0});
        } else if (kind == 2) {
            net.pumps.push_back({id, from, to, 0, static_cast<PumpCurve>(draw.below(7, k, 0, 4)), 0.6, 0.2, true, 0});
        } else {
            Conduit link =
                pipe(id, from, to, 0.5, draw.uniform(7, k, 0, 5.0, 150.0), draw.uniform(7, k, 1, 0.01, 0.03));
            link.section = random_section(draw, k);
            link.barrels = 1 + static_cast<int>(draw.below(7, k, 2, 3));
            link.offset_from_m = draw.chance(7, k, 3, 0.3) ? draw.uniform(7, k, 4, 0.0, 1.0) : 0.0;
            link.offset_to_m = draw.chance(7, k, 5, 0.3) ? draw.uniform(7, k, 6, 0.0, 1.0) : 0.0;
            link.loss = draw.uniform(7, k, 7, 0.0, 2.0);
            net.conduits.push_back(link);
        }
    }
    return net;
}

TEST(Network, RandomOnesKeepTheirWaterAndStayFinite) {
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        Rig run(random_network(seed));
        double gap = 0.0;
        for (int i = 0; i < 120; ++i) {
            run.go(seconds(60));
            ASSERT_EQ(imbalance(run.state), 0) << seed;
            for (std::size_t n = 0; n < run.model.nodes.size(); ++n) {
                ASSERT_TRUE(std::isfinite(run.state.head_m[n])) << seed;
                ASSERT_LT(std::fabs(run.state.head_m[n]), 1e4) << seed << " node " << n;
                ASSERT_TRUE(run.model.nodes[n].place == kNone || run.state.volume[n] >= 0) << seed;
            }
            for (std::size_t l = 0; l < run.model.links.size(); ++l)
                ASSERT_GE(run.state.flow_m3_s[l] * run.model.only[l], 0.0) << seed;
            double wet = 1.0;
            for (std::size_t n = 0; n < run.model.nodes.size(); ++n)
                if (run.model.nodes[n].place != kNone) wet += run.volume_m3(n);
            gap = std::max(gap, head_volume_gap_m3(run.model, run.state, run.scratch) / wet);
        }
        EXPECT_LT(gap, 0.005) << seed;  // heads follow the counted water
        EXPECT_LE(run.state.unsettled * 1000, run.state.steps) << seed;
    }
}

TEST(Network, RestartFromACopyIsTheSameBitForBit) {
    for (std::uint64_t seed = 400; seed < 420; ++seed) {
        Rig whole(random_network(seed));
        Rig broken(random_network(seed));
        for (int i = 0; i < 40; ++i) {
            whole.go(seconds(30), {{3, 0.05}});
            broken.go(seconds(30), {{3, 0.05}});
            if (i != 17) continue;
            const State snapshot = broken.state;
            broken.go(minutes(30), {{4, 1.0}});  // something else happens, and is undone
            broken.state = snapshot;
            broken.scratch = make_scratch(broken.model);
        }
        EXPECT_EQ(whole.state, broken.state) << seed;
        EXPECT_EQ(hash(whole.state), hash(broken.state));
    }
}

TEST(Network, ManyModelsInOneProcessDoNotTouchEachOther) {
    Rig alone(random_network(7));
    for (int i = 0; i < 30; ++i) alone.go(seconds(20));
    Rig mixed(random_network(7));
    Rig other(random_network(8));
    for (int i = 0; i < 30; ++i) {
        other.go(seconds(20));
        mixed.go(seconds(20));
    }
    EXPECT_EQ(alone.state, mixed.state);
}

TEST(Network, CompileNamesEverythingThatIsWrong) {
    Network net;
    net.file = "net.inp";
    net.curves = {curve("falls", {1.0, 0.5}, {1.0, 1.0})};
    net.nodes = {manhole("a", 0.0, 2.0), manhole("a", 0.0, -2.0), outfall("o", 0.0, Outfall::Free),
                 outfall("p", 0.0, Outfall::Series)};
    net.nodes[0].area_m2 = std::numeric_limits<double>::quiet_NaN();
    net.nodes[1].line = 12;
    net.conduits = {pipe("x", 0, 0, 0.5, 10.0), pipe("y", 0, 9, 0.5, 10.0), pipe("z", 2, 3, -0.5, -10.0)};
    const Result<Model> result = compile(net);
    ASSERT_FALSE(result.has_value());
    const std::string text = to_text(result.error());
    for (const char* part :
         {"'falls' does not rise", "net.inp:12:1: node 'a' occurs twice", "rim is out of range",
          "shaft area is out of range", "names no curve", "'x' ends where it begins", "'y' has an end that is no node",
          "'z' joins two outfalls", "length is out of range", "section height is out of range"})
        EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
}

TEST(Network, OptionsOutOfRangeAreRefused) {
    Network net;
    net.nodes = {manhole("a", 0.0, 2.0)};
    Options options;
    options.quantum_m3 = 0.0;
    options.max_step = milliseconds(1);
    options.tolerance_m = -1.0;
    const Result<Model> result = compile(net, options);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().size(), 3U);
}

}  // namespace
}  // namespace sd::sewer
