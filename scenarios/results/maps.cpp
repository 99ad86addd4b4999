#include "scenarios/results/maps.h"

#include <fmt/format.h>
#include <netcdf.h>

#include <array>
#include <cmath>
#include <system_error>
#include <vector>

#include "scenarios/results/hazard.h"
#include "scenarios/results/map_variables.h"
#include "sim/core/check.h"

namespace sd::results {

struct MapFile::Body {
    std::filesystem::path final_name;
    std::filesystem::path partial;
    MapFrame frame;
    double wet_m = kWet_m;
    Field bed_m;
    std::size_t slices = 0;
    double last_s = 0.0;
    std::array<int, 4> variables{};
    bool canals = false;
    std::array<int, 2> canal_variables{};
    int id = -1;
    NetcdfFile file{-1};
    bool open = false;
    std::vector<float> buffer;

    ~Body() { close(); }
    int close() {
        const int error = open ? nc_close(id) : 0;
        open = false;
        return error;
    }
    [[nodiscard]] tl::unexpected<Errors> failed(int error) const {
        return fail(partial.string(), std::string("the map file cannot be written: ") + nc_strerror(error),
                    "check the folder and free space");
    }
    [[nodiscard]] float inside(std::size_t k, float value) const {
        return std::isnan(bed_m[k]) || std::isnan(value) ? kFill : value;
    }
    void put(int variable) { file.check(nc_put_var_float(id, variable, buffer.data())); }
    void put_slice(int variable) {
        const std::array<std::size_t, 3> start{slices, 0, 0};
        const std::array<std::size_t, 3> count{1, static_cast<std::size_t>(frame.grid.ny),
                                               static_cast<std::size_t>(frame.grid.nx)};
        file.check(nc_put_vara_float(id, variable, start.data(), count.data(), buffer.data()));
    }
    [[nodiscard]] Result<void> begin();
    void put_maxima(const Maxima& maxima);
    void put_hazard(const Maxima& maxima);
};

Result<void> MapFile::Body::begin() {
    if (const int error = nc_create(partial.c_str(), NC_NETCDF4 | NC_CLOBBER, &id); error != 0) return failed(error);
    open = true;
    file = NetcdfFile(id);
    file.text(NC_GLOBAL, "Conventions", "CF-1.8");
    file.text(NC_GLOBAL, "title", frame.title);
    file.text(NC_GLOBAL, "source", frame.source);
    file.text(NC_GLOBAL, "history", frame.history.empty() ? "written while the run went on" : frame.history);
    file.text(NC_GLOBAL, "comment", fmt::format("cells shallower than {} m count as dry and hold _FillValue", wet_m));
    file.text(NC_GLOBAL, "vertical_datum", frame.vertical_datum);
    if (auto done = file.axes(frame, final_name.string()); !done) return done;
    const bool has_crs = frame.epsg != 0;
    for (std::size_t k = 0; k < variables.size(); ++k) {
        const MapVariable& about = slice_variables()[k];
        variables[k] = file.map(about, true, has_crs, k == 1 ? frame.vertical_datum : "");
    }
    for (std::size_t k = 0; canals && k < canal_variables.size(); ++k)
        canal_variables[k] = file.map(results::canal_variables()[k], true, has_crs, k == 1 ? frame.vertical_datum : "");
    const MapVariable bed{"bed", "height of the ground above the vertical datum", "", "m", ""};
    const int bed_variable = file.map(bed, false, has_crs, frame.vertical_datum);
    for (std::size_t k = 0; k < buffer.size(); ++k) buffer[k] = inside(k, bed_m[k]);
    put(bed_variable);
    file.check(nc_sync(id));
    if (file.first_error() != 0) return failed(file.first_error());
    return {};
}

void MapFile::Body::put_maxima(const Maxima& maxima) {
    const std::array<const Field*, 6> fields{&maxima.depth_m,          &maxima.level_m,   &maxima.speed_m_s,
                                             &maxima.depth_speed_m2_s, &maxima.arrival_s, &maxima.duration_s};
    for (std::size_t v = 0; v < fields.size(); ++v) {
        const MapVariable& about = maximum_variables()[v];
        const int variable = file.map(about, false, frame.epsg != 0, v == 1 ? frame.vertical_datum : "");
        for (std::size_t k = 0; k < buffer.size(); ++k) {
            // Wherever water ever stood its greatest depth is above 0.
            buffer[k] = maxima.depth_m[k] > 0.0F ? inside(k, (*fields[v])[k]) : kFill;
        }
        put(variable);
    }
    put_hazard(maxima);
}

void MapFile::Body::put_hazard(const Maxima& maxima) {
    const int variable = file.hazard(frame.epsg != 0);
    const std::vector<std::uint8_t> classes = hazard_map(maxima);
    std::vector<signed char> bytes(classes.size());
    for (std::size_t k = 0; k < bytes.size(); ++k) {
        bytes[k] = static_cast<signed char>(std::isnan(bed_m[k]) ? 0 : classes[k]);
    }
    file.check(nc_put_var_schar(id, variable, bytes.data()));
}

MapFile::MapFile(std::unique_ptr<Body> body) : body_(std::move(body)) {}
MapFile::MapFile(MapFile&&) noexcept = default;
MapFile& MapFile::operator=(MapFile&&) noexcept = default;
MapFile::~MapFile() = default;

const std::filesystem::path& MapFile::partial() const { return body_->partial; }
std::size_t MapFile::slices() const { return body_->slices; }

Result<MapFile> MapFile::create(const std::filesystem::path& file, const MapFrame& frame, const Field& bed_m,
                                double wet_m, bool canals) {
    SD_CHECK(frame.grid.nx > 0 && frame.grid.ny > 0 && bed_m.size() == frame.grid.cells() && wet_m > 0.0);
    auto body = std::make_unique<Body>();
    body->final_name = file;
    body->partial = partial_name(file);
    body->frame = frame;
    body->wet_m = wet_m;
    body->canals = canals;
    body->bed_m = bed_m;
    body->buffer.resize(bed_m.size());
    if (auto done = body->begin(); !done) return fail(done.error());
    return MapFile(std::move(body));
}

Result<void> MapFile::append(const Snapshot& snapshot) {
    Body& b = *body_;
    const std::size_t n = b.buffer.size();
    SD_CHECK(b.open && snapshot.depth_m.size() == n && snapshot.level_m.size() == n);
    if (b.slices > 0 && !(snapshot.t_s > b.last_s)) {
        return fail(b.partial.string(),
                    fmt::format("the slice at {} s does not follow the one at {} s", snapshot.t_s, b.last_s));
    }
    const auto wet = static_cast<float>(b.wet_m);
    const auto fill_with = [&](std::size_t variable, auto value) {
        for (std::size_t k = 0; k < n; ++k) {
            b.buffer[k] = snapshot.depth_m[k] >= wet ? b.inside(k, value(k)) : kFill;
        }
        b.put_slice(b.variables[variable]);
    };
    fill_with(0, [&](std::size_t k) { return snapshot.depth_m[k]; });
    fill_with(1, [&](std::size_t k) { return snapshot.level_m[k]; });
    fill_with(2, [&](std::size_t k) { return velocity_m_s(snapshot.x_m2_s[k], snapshot.depth_m[k], b.wet_m); });
    fill_with(3, [&](std::size_t k) { return velocity_m_s(snapshot.y_m2_s[k], snapshot.depth_m[k], b.wet_m); });
    const std::array<const Field*, 2> in_canals{&snapshot.canal_depth_m, &snapshot.canal_level_m};
    for (std::size_t v = 0; b.canals && v < in_canals.size(); ++v) {
        SD_CHECK(in_canals[v]->size() == n);
        for (std::size_t k = 0; k < n; ++k) b.buffer[k] = b.inside(k, (*in_canals[v])[k]);
        b.put_slice(b.canal_variables[v]);
    }
    b.file.check(nc_put_var1_double(b.id, b.file.time_variable, &b.slices, &snapshot.t_s));
    b.file.check(nc_sync(b.id));
    if (b.file.first_error() != 0) return b.failed(b.file.first_error());
    b.last_s = snapshot.t_s;
    ++b.slices;
    return {};
}

Result<void> MapFile::finish(const Maxima& maxima) {
    Body& b = *body_;
    SD_CHECK(b.open && maxima.depth_m.size() == b.buffer.size());
    b.put_maxima(maxima);
    b.file.check(b.close());
    if (b.file.first_error() != 0) return b.failed(b.file.first_error());
    std::error_code code;
    std::filesystem::rename(b.partial, b.final_name, code);
    if (code) {
        return fail(b.final_name.string(), "the map file cannot take its name: " + code.message(),
                    "its data are in " + b.partial.string());
    }
    return {};
}

std::filesystem::path partial_name(const std::filesystem::path& file) {
    std::filesystem::path name = file;
    name.replace_extension(".partial" + file.extension().string());
    return name;
}

}  // namespace sd::results
