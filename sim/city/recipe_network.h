// The road network while streets are being added: streets with junctions along them. Cut into edges at the end.
#pragma once

#include <string>
#include <vector>

#include "sim/city/recipe_draft.h"

namespace sd::recipe {

struct Junction {
    double along_m = 0.0;
    std::uint32_t node = 0;
};

struct Street {
    std::string name;
    RoadClass cls = RoadClass::Residential;
    int lanes = 1;
    double speed_m_s = 8.3;
    bool oneway = false;
    bool bridge = false;
    bool hem = false;
    std::vector<LocalXY> line;
    std::vector<Junction> junctions;  ///< at least both ends once it is finished
};

class Network {
public:
    explicit Network(const GridSpec& grid);

    std::uint32_t add_node(LocalXY at);
    /// Adds a street; `index_it`: later streets may cross it and make junctions.
    void add_street(Street street, bool index_it);
    /// Adds a street from node a to node b (b may be kNone: then it ends at its last crossing) that joins every street
    /// it crosses. Nothing is added where it would cross a bridge or a boat line. Pieces shorter than `shortest_m` are
    /// left out.
    void add_joined(const Street& like, LocalXY a, std::uint32_t node_a, LocalXY b, std::uint32_t node_b,
                    double shortest_m);
    /// A drawn street whose ends are only as long as its outermost crossings.
    void add_drawn(Street street);
    /// Removes local streets that end nowhere, again and again.
    void prune_dead_ends();

    static constexpr std::uint32_t kNone = 0xFFFF'FFFFu;
    std::vector<LocalXY> nodes;
    std::vector<Street> streets;
    std::size_t main_streets = 0;  ///< the first so many are never pruned

private:
    struct Crossing {
        double on_line = 0.0;  ///< metres along the new street
        std::uint32_t node = 0;
    };
    struct Piece {
        std::uint32_t street;
        std::uint32_t segment;
    };
    [[nodiscard]] bool crossings(const std::vector<LocalXY>& line, std::vector<Crossing>& out);
    [[nodiscard]] bool crossings_of(LocalXY a, LocalXY b, double before_m, std::vector<Crossing>& out);
    std::uint32_t junction_on(std::uint32_t street, std::uint32_t segment, double t, LocalXY at);
    [[nodiscard]] std::vector<std::size_t> buckets_near(LocalXY a, LocalXY b) const;

    GridSpec bucket_grid_;
    std::vector<std::vector<Piece>> buckets_;
};

/// Adds the generated local streets and lanes of every zone.
void add_local_streets(const Draft& draft, Network& network);
/// Cuts the network into directed edges, keeps the largest strongly connected part and sets signals.
void cut_edges(Draft& draft, const Network& network);

}  // namespace sd::recipe
