// Local streets and lanes: in every zone a lattice turned to its main roads, shaken, with gaps; each lattice line ends
// in a real junction. Names are numbers of lanes off the main road, as in the delta's towns.
#include <algorithm>
#include <cmath>

#include "sim/city/recipe_network.h"
#include "sim/core/math.h"
#include "sim/core/units.h"

namespace sd::recipe {
namespace {

constexpr double kFromWater_m = 18.0;
constexpr double kFromMain_m = 26.0;
constexpr double kShortest_m = 22.0;

struct Spacing {
    double across_m = 0.0;
    double along_m = 0.0;
    double hem_share = 0.0;  ///< of lattice lines that are lanes for motorbikes
    double gap_share = 0.0;  ///< of lattice edges left out
};

Spacing spacing_of(const std::string& zone_class) {
    if (zone_class == "dense") return {118.0, 88.0, 0.35, 0.10};
    if (zone_class == "mixed") return {215.0, 165.0, 0.40, 0.12};
    if (zone_class == "industrial") return {260.0, 210.0, 0.0, 0.10};
    return {820.0, 640.0, 0.6, 0.10};
}

// Angle of most road metres inside the zone, modulo a right angle: mean of the fourfold angle.
double bearing_of(const Feature& zone, const Network& network) {
    double c = 0.0;
    double s = 0.0;
    for (std::size_t k = 0; k < network.main_streets; ++k) {
        const auto& line = network.streets[k].line;
        for (std::size_t n = 1; n < line.size(); ++n) {
            const LocalXY a = line[n - 1];
            const LocalXY b = line[n];
            if (!inside({0.5 * (a.x_m + b.x_m), 0.5 * (a.y_m + b.y_m)}, zone.parts)) continue;
            const double angle = 4.0 * math::atan2(b.y_m - a.y_m, b.x_m - a.x_m);
            c += distance(a, b) * math::cos(angle);
            s += distance(a, b) * math::sin(angle);
        }
    }
    return 0.25 * math::atan2(s, c);
}

/// A shaken lattice over one zone.
class Lattice {
public:
    Lattice(const Draft& draft, std::size_t zone_index, const Network& network)
        : draft_(&draft), zone_index_(zone_index), spacing_(spacing_of(zone().get("class"))) {
        const double angle = bearing_of(zone(), network);
        cos_ = math::cos(angle);
        sin_ = math::sin(angle);
        u_min_ = v_min_ = 1.0e30;
        double u_max = -1.0e30;
        double v_max = -1.0e30;
        for (const Ring& ring : zone().parts) {
            for (const LocalXY p : ring) {
                const double u = p.x_m * cos_ + p.y_m * sin_;
                const double v = p.y_m * cos_ - p.x_m * sin_;
                u_min_ = std::min(u_min_, u);
                v_min_ = std::min(v_min_, v);
                u_max = std::max(u_max, u);
                v_max = std::max(v_max, v);
            }
        }
        nu = static_cast<int>((u_max - u_min_) / spacing_.across_m) + 2;
        nv = static_cast<int>((v_max - v_min_) / spacing_.along_m) + 2;
    }

    [[nodiscard]] const Feature& zone() const { return *draft_->zones[zone_index_]; }
    [[nodiscard]] const Spacing& spacing() const { return spacing_; }
    [[nodiscard]] double chance(std::uint32_t stream, int a, int b) const {
        return draft_->draw.uniform(stream, static_cast<std::uint32_t>(zone_index_),
                                    static_cast<std::uint64_t>(a) * 4096U + static_cast<std::uint64_t>(b));
    }
    [[nodiscard]] LocalXY at(int iu, int iv) const {
        const double shake = 0.16;
        const double ju = shake * (chance(stream_of("recipe.street.u"), iu, iv) - 0.5);
        const double jv = shake * (chance(stream_of("recipe.street.v"), iu, iv) - 0.5);
        const double u = u_min_ + (iu + 0.5 + ju) * spacing_.across_m;
        const double v = v_min_ + (iv + 0.5 + jv) * spacing_.along_m;
        return {u * cos_ - v * sin_, u * sin_ + v * cos_};
    }
    /// In the zone, on land, on the grid.
    [[nodiscard]] bool usable(LocalXY p) const {
        const GridSpec& grid = draft_->city.grid;
        if (!grid.contains(grid.column(p.x_m), grid.row(p.y_m))) return false;
        const std::uint32_t cell = grid.cell_clamped(p);
        return draft_->zone.at(cell) == static_cast<std::int16_t>(zone_index_) &&
               draft_->to_water_m.at(cell) > kFromWater_m;
    }
    [[nodiscard]] bool near_main(LocalXY p) const {
        return draft_->to_main_road_m.at(draft_->city.grid.cell_clamped(p)) < kFromMain_m;
    }

    int nu = 0;
    int nv = 0;

private:
    const Draft* draft_;
    std::size_t zone_index_;
    Spacing spacing_;
    double cos_ = 1.0;
    double sin_ = 0.0;
    double u_min_ = 0.0;
    double v_min_ = 0.0;
};

bool crosses_water(const Draft& draft, LocalXY a, LocalXY b) {
    const auto cells = cells_under(draft.city.grid, {a, b});
    return cells.empty() || std::any_of(cells.begin(), cells.end(), [&](std::uint32_t cell) {
               return is_water(static_cast<Cover>(draft.city.cover.at(cell)));
           });
}

Street local_street(bool hem, bool built) {
    Street street;
    street.hem = hem;
    street.cls = hem ? RoadClass::Hem : RoadClass::Residential;
    street.lanes = 1;
    street.speed_m_s = km_h_to_m_s(hem ? 20.0 : 30.0);
    street.name = hem ? (built ? "Hẻm" : "Đường đan") : (built ? "Đường nội bộ" : "Đường ấp");
    return street;
}

struct Step {
    int iu;
    int iv;
    bool across;  ///< along u, else along v
};

void add_step(const Draft& draft, const Lattice& lattice, const std::vector<std::uint32_t>& node, Step step,
              Network& network) {
    const auto number = [&](int iu, int iv) {
        return static_cast<std::size_t>(iv) * static_cast<std::size_t>(lattice.nu) + static_cast<std::size_t>(iu);
    };
    const int ju = step.iu + (step.across ? 1 : 0);
    const int jv = step.iv + (step.across ? 0 : 1);
    if (ju >= lattice.nu || jv >= lattice.nv) return;
    const int gap_key = step.iu * 2 + (step.across ? 1 : 0);
    if (lattice.chance(stream_of("recipe.street.gap"), gap_key, step.iv) < lattice.spacing().gap_share) return;
    std::uint32_t from = node[number(step.iu, step.iv)];
    std::uint32_t to = node[number(ju, jv)];
    LocalXY a = lattice.at(step.iu, step.iv);
    LocalXY b = lattice.at(ju, jv);
    if (from == Network::kNone) {
        std::swap(from, to);
        std::swap(a, b);
    }
    if (from == Network::kNone) return;
    if (to == Network::kNone) {  // reach for a main road a little further on
        b = {a.x_m + 1.3 * (b.x_m - a.x_m), a.y_m + 1.3 * (b.y_m - a.y_m)};
    }
    if (crosses_water(draft, a, b)) return;
    const int line_key = step.across ? 2 * step.iv : 2 * step.iu + 1;
    const bool hem = lattice.chance(stream_of("recipe.street.hem"), line_key, 0) < lattice.spacing().hem_share;
    network.add_joined(local_street(hem, is_built(lattice.zone())), a, from, b, to, kShortest_m);
}

}  // namespace

void add_local_streets(const Draft& draft, Network& network) {
    for (std::size_t z = 0; z < draft.zones.size(); ++z) {
        const Lattice lattice(draft, z, network);
        std::vector<std::uint32_t> node(static_cast<std::size_t>(lattice.nu) * static_cast<std::size_t>(lattice.nv),
                                        Network::kNone);
        std::size_t n = 0;
        for (int iv = 0; iv < lattice.nv; ++iv) {
            for (int iu = 0; iu < lattice.nu; ++iu, ++n) {
                const LocalXY p = lattice.at(iu, iv);
                if (lattice.usable(p) && !lattice.near_main(p)) node[n] = network.add_node(p);
            }
        }
        for (int iv = 0; iv < lattice.nv; ++iv) {
            for (int iu = 0; iu < lattice.nu; ++iu) {
                add_step(draft, lattice, node, {iu, iv, true}, network);
                add_step(draft, lattice, node, {iu, iv, false}, network);
            }
        }
    }
}

}  // namespace sd::recipe
