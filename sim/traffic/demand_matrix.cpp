#include "sim/traffic/demand_matrix.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/core/check.h"
#include "sim/core/draw.h"

namespace sd::micro {
namespace {

/// A uniform number of [0, 1) to an index, by weights that sum up to more than 0.
std::size_t pick(const std::vector<double>& weights, double uniform) {
    double sum = 0.0;
    for (const double weight : weights) sum += weight;
    double rest = uniform * sum;
    std::size_t last = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (!(weights[i] > 0.0)) continue;
        if (rest < weights[i]) return i;
        rest -= weights[i];
        last = i;
    }
    return last;  // rounding left a trace
}

double time_of(const Profile& profile, double uniform) {
    double sum = 0.0;
    for (const Profile::Piece& piece : profile.pieces) sum += piece.share;
    double rest = uniform * sum;
    const Profile::Piece* last = nullptr;
    for (const Profile::Piece& piece : profile.pieces) {
        if (!(piece.share > 0.0)) continue;
        if (rest < piece.share) return piece.begin_s + (piece.end_s - piece.begin_s) * (rest / piece.share);
        rest -= piece.share;
        last = &piece;
    }
    SD_CHECK(last != nullptr);
    return last->begin_s;
}

/// What is drawn for one trip, in this order of ticks.
enum What : std::uint64_t { Count, Time, Source, Sink, kWhats };

void draw_cell(const DemandMatrix& matrix, std::size_t purpose_index, std::uint32_t origin, std::uint32_t destination,
               const DrawTrips& how, std::vector<Departure>& out) {
    const Purpose& purpose = matrix.purposes[purpose_index];
    const auto zones = static_cast<std::uint32_t>(matrix.zones.size());
    const Draw draw(how.seed);
    const std::uint32_t stream = stream_of(purpose.id) ^ stream_of("traffic.demand_matrix");
    // Zones by name, so that a zone more does not draw all others anew.
    const Zone& from = matrix.zones[origin];
    const Zone& to = matrix.zones[destination];
    const std::uint32_t entity = stream_of(from.id);
    const std::uint64_t first_tick = std::uint64_t{stream_of(to.id)} << 32;
    const double expected = purpose.trips[std::size_t{origin} * zones + destination] * how.scale;
    const double whole = std::floor(expected);
    const bool one_more = draw.uniform(stream, entity, first_tick + Count) < expected - whole;
    const auto trips = static_cast<std::uint64_t>(whole) + (one_more ? 1 : 0);
    for (std::uint64_t k = 0; k < trips; ++k) {
        const std::uint64_t tick = first_tick + (k + 1) * kWhats;
        const double depart_s = time_of(purpose.profile, draw.uniform(stream, entity, tick + Time));
        if (depart_s < how.begin_s || depart_s >= how.end_s) continue;
        Departure trip;
        trip.id = fmt::format("{}.{}.{}.{}", purpose.id, from.id, to.id, k);
        trip.depart_s = depart_s;
        trip.type = purpose.type;
        trip.type_distribution = purpose.type_distribution;
        trip.from = from.sources[pick(from.source_weights, draw.uniform(stream, entity, tick + Source))];
        trip.to = to.sinks[pick(to.sink_weights, draw.uniform(stream, entity, tick + Sink))];
        trip.entry = purpose.entry;
        out.push_back(std::move(trip));
    }
}

void check_weights(const Zone& zone, const std::vector<std::uint32_t>& edges, const std::vector<double>& weights,
                   std::string_view what, const Net& net, Errors& errors) {
    const auto wrong = [&](std::string message) {
        errors.push_back({"", 0, 0, fmt::format("zone '{}': {}", zone.id, message), ""});
    };
    if (edges.size() != weights.size()) {
        wrong(fmt::format("{} {}s have {} weights", edges.size(), what, weights.size()));
    }
    for (const double weight : weights) {
        if (!std::isfinite(weight) || weight < 0.0) wrong(fmt::format("a {} has the weight {}", what, weight));
    }
    for (const std::uint32_t edge : edges) {
        if (edge >= net.edges.size() || net.edges[edge].function != EdgeFunction::Normal) {
            wrong(fmt::format("a {} is no street of the network", what));
        }
    }
}

double sum_of(const std::vector<double>& weights) {
    double sum = 0.0;
    for (const double weight : weights) sum += weight;
    return sum;
}

void check_purpose(const DemandMatrix& matrix, const Purpose& purpose, Errors& errors) {
    const auto wrong = [&](std::string message) {
        errors.push_back({"", 0, 0, fmt::format("purpose '{}': {}", purpose.id, message), ""});
    };
    const std::size_t zones = matrix.zones.size();
    if ((purpose.type == kNone) == (purpose.type_distribution == kNone)) {
        wrong("needs either a type or a distribution of types");
    }
    double shares = 0.0;
    double last_s = -std::numeric_limits<double>::infinity();
    for (const Profile::Piece& piece : purpose.profile.pieces) {
        if (!(piece.begin_s >= last_s) || !(piece.end_s > piece.begin_s) || !std::isfinite(piece.end_s)) {
            wrong(fmt::format("its profile goes on with {} … {} s after {} s", piece.begin_s, piece.end_s, last_s));
        }
        if (!std::isfinite(piece.share) || piece.share < 0.0)
            wrong(fmt::format("its profile has a share {}", piece.share));
        shares += piece.share;
        last_s = piece.end_s;
    }
    if (!(shares > 0.0)) wrong("its profile is empty");
    if (purpose.trips.size() != zones * zones) {
        wrong(
            fmt::format("{} numbers of trips for {} zones; {} are needed", purpose.trips.size(), zones, zones * zones));
        return;
    }
    for (std::size_t i = 0; i < purpose.trips.size(); ++i) {
        const Zone& from = matrix.zones[i / zones];
        const Zone& to = matrix.zones[i % zones];
        if (!std::isfinite(purpose.trips[i]) || purpose.trips[i] < 0.0 || purpose.trips[i] > 1e9) {
            wrong(fmt::format("{} trips from '{}' to '{}'", purpose.trips[i], from.id, to.id));
        } else if (purpose.trips[i] > 0.0 && !(sum_of(from.source_weights) > 0.0)) {
            wrong(fmt::format("trips begin in zone '{}', which has no source", from.id));
        } else if (purpose.trips[i] > 0.0 && !(sum_of(to.sink_weights) > 0.0)) {
            wrong(fmt::format("trips end in zone '{}', which has no sink", to.id));
        }
    }
}

template <class Rows>
void refuse_twins(const Rows& rows, std::string_view kind, Errors& errors) {
    std::vector<std::string> ids;
    for (const auto& row : rows) ids.push_back(row.id);
    std::sort(ids.begin(), ids.end());
    const auto twin = std::adjacent_find(ids.begin(), ids.end());
    if (twin != ids.end()) errors.push_back({"", 0, 0, fmt::format("two {}s are named '{}'", kind, *twin), ""});
}

}  // namespace

Profile hourly_profile(const std::vector<double>& shares) {
    SD_CHECK(shares.size() == 24);
    Profile profile;
    for (std::size_t hour = 0; hour < shares.size(); ++hour) {
        const double begin_s = 3600.0 * static_cast<double>(hour);
        profile.pieces.push_back({begin_s, begin_s + 3600.0, shares[hour]});
    }
    return profile;
}

Errors check_matrix(const DemandMatrix& matrix, const Net& net) {
    Errors errors;
    refuse_twins(matrix.zones, "zone", errors);
    refuse_twins(matrix.purposes, "purpose", errors);
    for (const Zone& zone : matrix.zones) {
        check_weights(zone, zone.sources, zone.source_weights, "source", net, errors);
        check_weights(zone, zone.sinks, zone.sink_weights, "sink", net, errors);
    }
    for (const Purpose& purpose : matrix.purposes) check_purpose(matrix, purpose, errors);
    return errors;
}

std::vector<Departure> draw_trips(const DemandMatrix& matrix, const DrawTrips& how) {
    SD_CHECK(how.scale >= 0.0 && std::isfinite(how.scale));
    std::vector<Departure> trips;
    const auto zones = static_cast<std::uint32_t>(matrix.zones.size());
    for (std::size_t purpose = 0; purpose < matrix.purposes.size(); ++purpose) {
        for (std::uint32_t origin = 0; origin < zones; ++origin) {
            for (std::uint32_t destination = 0; destination < zones; ++destination) {
                draw_cell(matrix, purpose, origin, destination, how, trips);
            }
        }
    }
    std::stable_sort(trips.begin(), trips.end(),
                     [](const Departure& a, const Departure& b) { return a.depart_s < b.depart_s; });
    return trips;
}

}  // namespace sd::micro
