// Pictures for eyes: quantised, then compressed as one piece. A flooded-city picture is mostly zeros, which zstd level
// 1 packs at memory speed.
#include <cmath>

#include "twin/wire/codec.h"
#include "twin/wire/codec_support.h"
#include "twin/wire/zstd_text.h"

namespace sd {
namespace {

using Field32 = google::protobuf::RepeatedField<std::int32_t>;

/// Nearest step, saturating at ±2^30 steps; NaN becomes 0.
std::int32_t steps_of(double value, double steps_per_unit) {
    const double steps = value * steps_per_unit;
    if (!(std::abs(steps) < 1073741824.0)) return steps > 0 ? 1073741824 : steps < 0 ? -1073741824 : 0;
    return static_cast<std::int32_t>(std::lround(steps));
}

void put_steps(const std::vector<float>& from, double steps_per_unit, Field32& to) {
    to.Reserve(static_cast<int>(from.size()));
    for (const float value : from) to.AddAlreadyReserved(steps_of(static_cast<double>(value), steps_per_unit));
}

void take_steps(const Field32& from, double steps_per_unit, std::vector<float>& to) {
    to.reserve(static_cast<std::size_t>(from.size()));
    for (const std::int32_t steps : from) to.push_back(static_cast<float>(steps / steps_per_unit));
}

template <class T>
void put_bytes(const std::vector<T>& from, std::string& to) {
    static_assert(sizeof(T) == 1);
    to.assign(reinterpret_cast<const char*>(from.data()), from.size());
}

/// Bytes that must all be below `limit`.
template <class T>
[[nodiscard]] bool take_bytes(const std::string& from, int limit, std::vector<T>& to) {
    to.reserve(from.size());
    for (const char c : from) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= limit) return false;
        to.push_back(static_cast<T>(byte));
    }
    return true;
}

void put_depth(const Picture& picture, std::string& to) {
    const Grid<float>& depth_m = picture.depth_m;
    if (depth_m.empty()) return;
    SD_CHECK(depth_m.nx() == picture.grid.nx && depth_m.ny() == picture.grid.ny);
    to.resize(picture.grid.cells() * 2);
    std::size_t at = 0;
    for (int j = 0; j < depth_m.ny(); ++j)
        for (const float depth : depth_m.row(j)) {
            const float cm = depth * 100.0F + 0.5F;
            const std::uint32_t steps = !(cm >= 1.0F) ? 0u : cm >= 65535.0F ? 65535u : static_cast<std::uint32_t>(cm);
            to[at++] = static_cast<char>(steps & 0xFFu);
            to[at++] = static_cast<char>(steps >> 8);
        }
}

const char* take_grid(const wire::proto::Picture& m, Picture& picture) {
    if (m.nx() > 65535 || m.ny() > 65535) return "a grid wider or higher than 65535 cells";
    const std::size_t padded = (std::size_t{m.nx()} + 15) / 16 * 16;  // rows are padded to 64 bytes
    if (padded * m.ny() > wire::kMaxCells) return "more than 64 Mi cells";
    picture.grid.nx = static_cast<int>(m.nx());
    picture.grid.ny = static_cast<int>(m.ny());
    picture.grid.cell_m = m.cell_m();
    picture.grid.origin = {m.origin_x_m(), m.origin_y_m()};
    const std::string& cm = m.depth_cm();
    if (cm.empty()) return nullptr;
    if (cm.size() != picture.grid.cells() * 2) return "depths that do not fill the grid";
    picture.depth_m = Grid<float>(picture.grid.nx, picture.grid.ny);
    std::size_t at = 0;
    for (int j = 0; j < picture.grid.ny; ++j)
        for (float& depth : picture.depth_m.row(j)) {
            const auto low = static_cast<unsigned char>(cm[at]);
            const auto high = static_cast<unsigned char>(cm[at + 1]);
            depth = static_cast<float>(low + 256 * high) / 100.0F;
            at += 2;
        }
    return nullptr;
}

void put_vehicles(const VehicleColumns& from, wire::proto::Picture::Vehicles& to) {
    const std::size_t n = from.id.size();
    SD_CHECK(from.x_m.size() == n && from.y_m.size() == n && from.heading_rad.size() == n);
    SD_CHECK(from.speed_m_s.size() == n && from.kind.size() == n);
    wire::put_column(from.id, *to.mutable_id());
    put_steps(from.x_m, 10.0, *to.mutable_x_dm());
    put_steps(from.y_m, 10.0, *to.mutable_y_dm());
    put_steps(from.heading_rad, 1000.0, *to.mutable_heading_mrad());
    put_steps(from.speed_m_s, 100.0, *to.mutable_speed_cm_s());
    put_bytes(from.kind, *to.mutable_kind());
}

const char* take_vehicles(const wire::proto::Picture::Vehicles& from, VehicleColumns& to) {
    const int n = from.id_size();
    if (from.x_dm_size() != n || from.y_dm_size() != n || from.heading_mrad_size() != n ||
        from.speed_cm_s_size() != n || from.kind().size() != static_cast<std::size_t>(n))
        return "vehicle columns of different length";
    wire::take_column(from.id(), to.id);
    take_steps(from.x_dm(), 10.0, to.x_m);
    take_steps(from.y_dm(), 10.0, to.y_m);
    take_steps(from.heading_mrad(), 1000.0, to.heading_rad);
    take_steps(from.speed_cm_s(), 100.0, to.speed_m_s);
    if (!take_bytes(from.kind(), static_cast<int>(VehicleKind::Count), to.kind)) return "an unknown kind of vehicle";
    return nullptr;
}

void put_edges_and_devices(const Picture& picture, wire::proto::Picture& m) {
    wire::put_column(picture.edges.speed_m_s, *m.mutable_edges()->mutable_speed_m_s());
    wire::put_column(picture.edges.vehicles, *m.mutable_edges()->mutable_vehicles());
    put_bytes(picture.edges.open, *m.mutable_edges()->mutable_open());
    wire::put_column(picture.devices.value, *m.mutable_devices()->mutable_value());
    for (const Instant at : picture.devices.at) m.mutable_devices()->add_at_ns(at.ns);
    put_bytes(picture.devices.quality, *m.mutable_devices()->mutable_quality());
}

/// Columns may be absent as a whole, but those present agree in length.
bool same_or_empty(std::size_t a, std::size_t n) { return a == n || a == 0; }

const char* take_edges_and_devices(const wire::proto::Picture& m, Picture& picture) {
    wire::take_column(m.edges().speed_m_s(), picture.edges.speed_m_s);
    wire::take_column(m.edges().vehicles(), picture.edges.vehicles);
    if (!take_bytes(m.edges().open(), 256, picture.edges.open)) return "an edge state out of range";
    const std::size_t edges = std::max(picture.edges.speed_m_s.size(), picture.edges.open.size());
    if (!same_or_empty(picture.edges.speed_m_s.size(), edges) || !same_or_empty(picture.edges.open.size(), edges) ||
        !same_or_empty(picture.edges.vehicles.size(), edges))
        return "edge columns of different length";
    wire::take_column(m.devices().value(), picture.devices.value);
    for (const std::int64_t at_ns : m.devices().at_ns()) picture.devices.at.push_back({at_ns});
    if (!take_bytes(m.devices().quality(), static_cast<int>(Quality::Unknown) + 1, picture.devices.quality))
        return "an unknown quality";
    const std::size_t devices = std::max(picture.devices.value.size(), picture.devices.quality.size());
    if (!same_or_empty(picture.devices.value.size(), devices) || !same_or_empty(picture.devices.at.size(), devices) ||
        !same_or_empty(picture.devices.quality.size(), devices))
        return "device columns of different length";
    return nullptr;
}

void put_alarms(const std::vector<AlarmView>& alarms, wire::proto::Picture& m) {
    for (const AlarmView& alarm : alarms) {
        auto& row = *m.add_alarm();
        row.set_id(alarm.id);
        row.set_rule(alarm.rule);
        row.set_place(alarm.place);
        row.set_text_vi(alarm.text_vi);
        row.set_text_en(alarm.text_en);
        row.set_severity(static_cast<std::uint32_t>(alarm.severity));
        row.set_state(static_cast<std::uint32_t>(alarm.state));
        row.set_x_m(alarm.at_xy.x_m);
        row.set_y_m(alarm.at_xy.y_m);
        row.set_since_ns(alarm.since.ns);
        row.set_updated_ns(alarm.updated.ns);
        row.set_value(alarm.value);
        row.set_threshold(alarm.threshold);
    }
}

const char* take_alarms(const wire::proto::Picture& m, std::vector<AlarmView>& alarms) {
    for (const auto& row : m.alarm()) {
        AlarmView alarm;
        alarm.id = row.id();
        alarm.rule = row.rule();
        alarm.place = row.place();
        alarm.text_vi = row.text_vi();
        alarm.text_en = row.text_en();
        if (!wire::to_enum(row.severity(), 4, alarm.severity) || !wire::to_enum(row.state(), 4, alarm.state))
            return "an alarm with unknown severity or state";
        alarm.at_xy = {row.x_m(), row.y_m()};
        alarm.since.ns = row.since_ns();
        alarm.updated.ns = row.updated_ns();
        alarm.value = row.value();
        alarm.threshold = row.threshold();
        alarms.push_back(std::move(alarm));
    }
    return nullptr;
}

const char* take_picture(const wire::proto::Picture& m, Picture& picture) {
    if (!wire::to_enum(m.eye(), 2, picture.eye)) return "an unknown eye";
    picture.at.ns = m.at_ns();
    if (const char* fault = take_grid(m, picture)) return fault;
    if (const char* fault = take_vehicles(m.vehicles(), picture.vehicles)) return fault;
    if (const char* fault = take_edges_and_devices(m, picture)) return fault;
    if (const char* fault = take_alarms(m, picture.alarms)) return fault;
    if (!take_bytes(m.cabinet_powered(), 256, picture.cabinet_powered)) return "a cabinet state out of range";
    if (!take_bytes(m.site_up(), 256, picture.site_up)) return "a site state out of range";
    picture.weather = {m.rain_mm_h(), m.wind_m_s(), m.wind_from_deg(), m.daylight(), m.river_level_m()};
    return nullptr;
}

}  // namespace

std::string encode(const Picture& picture) {
    thread_local wire::proto::Picture m;
    m.Clear();
    m.set_eye(static_cast<std::uint32_t>(picture.eye));
    m.set_at_ns(picture.at.ns);
    m.set_nx(static_cast<std::uint32_t>(picture.grid.nx));
    m.set_ny(static_cast<std::uint32_t>(picture.grid.ny));
    m.set_cell_m(picture.grid.cell_m);
    m.set_origin_x_m(picture.grid.origin.x_m);
    m.set_origin_y_m(picture.grid.origin.y_m);
    put_depth(picture, *m.mutable_depth_cm());
    put_vehicles(picture.vehicles, *m.mutable_vehicles());
    put_edges_and_devices(picture, m);
    put_bytes(picture.cabinet_powered, *m.mutable_cabinet_powered());
    put_bytes(picture.site_up, *m.mutable_site_up());
    put_alarms(picture.alarms, m);
    m.set_rain_mm_h(picture.weather.rain_mm_h);
    m.set_wind_m_s(picture.weather.wind_m_s);
    m.set_wind_from_deg(picture.weather.wind_from_deg);
    m.set_daylight(picture.weather.daylight);
    m.set_river_level_m(picture.weather.river_level_m);
    wire::proto::CompressedPicture packed;
    packed.set_schema(kContractSchema);
    packed.set_zstd_picture(wire::compress(m.SerializeAsString()));
    return packed.SerializeAsString();
}

Result<Picture> decode_picture(std::string_view bytes) {
    const auto packed = wire::parse_versioned<wire::proto::CompressedPicture>(bytes, "picture");
    if (!packed) return tl::unexpected(packed.error());
    const auto raw = wire::decompress((*packed)->zstd_picture(), wire::kMaxMessageBytes);
    if (!raw) return tl::unexpected(raw.error());
    const auto parsed = wire::parse<wire::proto::Picture>(*raw, "picture");
    if (!parsed) return tl::unexpected(parsed.error());
    Picture picture;
    if (const char* fault = take_picture(**parsed, picture)) return wire::undecodable("picture", fault);
    return picture;
}

}  // namespace sd
