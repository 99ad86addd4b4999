#include "sim/traffic/sumo/fcd_columns.h"

#include <fmt/format.h>
#include <zstd.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "sim/core/check.h"

namespace sd::sumo {
namespace {

using micro::kNone;
using Bytes = std::vector<std::byte>;

static_assert(std::endian::native == std::endian::little, "the file is little-endian; other machines need a swap here");

constexpr std::array<char, 8> kMagic = {'S', 'D', 'F', 'C', 'D', 'C', 'O', 'L'};
constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kNames = 1, kStep = 2;
constexpr std::uint32_t kLargestBlock = 1u << 30;
constexpr int kColumns = 8;
constexpr int kLevel = 3;

template <class T>
void put(Bytes& to, const T& value) {
    const std::size_t at = to.size();
    to.resize(at + sizeof value);
    std::memcpy(to.data() + at, &value, sizeof value);
}

/// Takes values off the front; once something is missing it stays false.
struct Taker {
    const std::byte* at;
    std::size_t left;
    bool good = true;
    template <class T>
    T take() {
        T value{};
        if (left < sizeof value) {
            good = false;
            return value;
        }
        std::memcpy(&value, at, sizeof value);
        at += sizeof value;
        left -= sizeof value;
        return value;
    }
    std::string text(std::size_t size) {
        if (left < size) {
            good = false;
            return {};
        }
        std::string out(reinterpret_cast<const char*>(at), size);
        at += size;
        left -= size;
        return out;
    }
};

void put_planes(Bytes& to, std::span<const std::uint32_t> column) {
    for (int plane = 0; plane < 4; ++plane) {
        for (const std::uint32_t value : column) to.push_back(static_cast<std::byte>(value >> (8 * plane) & 0xFFu));
    }
}

std::vector<std::uint32_t> take_planes(Taker& from, std::size_t n) {
    std::vector<std::uint32_t> column(n);
    if (from.left < 4 * n) {
        from.good = false;
        return column;
    }
    for (int plane = 0; plane < 4; ++plane) {
        for (std::uint32_t& value : column) value |= static_cast<std::uint32_t>(*from.at++) << (8 * plane);
    }
    from.left -= 4 * n;
    return column;
}

std::int32_t rounded(double value, double per_unit) {
    const double scaled = value * per_unit;
    SD_CHECK(scaled > -2147483648.0 && scaled < 2147483648.0);
    return static_cast<std::int32_t>(std::lround(scaled));
}

/// Differences wrap around, and so do the sums that undo them.
std::uint32_t minus(std::int32_t a, std::int32_t b) {
    return static_cast<std::uint32_t>(a) - static_cast<std::uint32_t>(b);
}
std::int32_t plus(std::uint32_t a, std::int32_t b) {
    return static_cast<std::int32_t>(a + static_cast<std::uint32_t>(b));
}

}  // namespace

Result<FcdColumns> FcdColumns::open(const std::filesystem::path& file) {
    FcdColumns columns;
    columns.file_ = file;
    columns.out_.open(file, std::ios::binary | std::ios::trunc);
    if (!columns.out_) return fail(file.string(), "cannot be written");
    columns.out_.write(kMagic.data(), kMagic.size());
    columns.out_.write(reinterpret_cast<const char*>(&kVersion), sizeof kVersion);
    return columns;
}

void FcdColumns::block(std::uint32_t kind, const Bytes& raw) {
    SD_CHECK(raw.size() <= kLargestBlock);
    Bytes packed(ZSTD_compressBound(raw.size()));
    const std::size_t size = ZSTD_compress(packed.data(), packed.size(), raw.data(), raw.size(), kLevel);
    SD_CHECK(ZSTD_isError(size) == 0);
    const std::array<std::uint32_t, 3> head = {kind, static_cast<std::uint32_t>(raw.size()),
                                               static_cast<std::uint32_t>(size)};
    out_.write(reinterpret_cast<const char*>(head.data()), sizeof head);
    out_.write(reinterpret_cast<const char*>(packed.data()), static_cast<std::streamsize>(size));
}

void FcdColumns::new_names(std::uint8_t kind, const std::vector<std::string>& fresh) {
    if (fresh.empty()) return;
    Bytes raw;
    put(raw, kind);
    for (const std::string& name : fresh) {
        put(raw, static_cast<std::uint32_t>(name.size()));
        const auto* from = reinterpret_cast<const std::byte*>(name.data());
        raw.insert(raw.end(), from, from + name.size());
    }
    block(kNames, raw);
}

void FcdColumns::write_new_names(const micro::Case& of, std::span<const micro::VehicleSample> samples,
                                 std::span<const std::string> names) {
    new_names(0, {names.begin() + static_cast<std::ptrdiff_t>(std::min(vehicles_, names.size())), names.end()});
    vehicles_ = std::max(vehicles_, names.size());
    last_.resize(vehicles_);
    if (lanes_.empty()) {
        std::vector<std::string> types;
        for (const micro::VehicleType& type : of.demand.types) types.push_back(type.id);
        new_names(1, types);
        lanes_.assign(of.net.lanes.size(), kNone);
    }
    std::vector<std::string> lanes;
    for (const micro::VehicleSample& sample : samples) {
        if (sample.lane == kNone || lanes_[sample.lane] != kNone) continue;
        lanes_[sample.lane] = lanes_named_++;
        lanes.push_back(of.net.lanes[sample.lane].id);
    }
    new_names(2, lanes);
}

void FcdColumns::write(const micro::Case& of, double time_s, std::span<const micro::VehicleSample> samples,
                       std::span<const std::string> names) {
    write_new_names(of, samples, names);
    ++step_;
    std::array<std::vector<std::uint32_t>, kColumns> columns;
    for (auto& column : columns) column.reserve(samples.size());
    std::uint32_t before = 0;
    for (const micro::VehicleSample& sample : samples) {
        SD_CHECK(sample.vehicle < last_.size() && (columns[0].empty() || sample.vehicle > before));
        const Last now{step_, rounded(sample.pos_m, 1e3), rounded(sample.x_m, 1e3), rounded(sample.y_m, 1e3)};
        Last& last = last_[sample.vehicle];
        if (last.step + 1 != step_) last = {};
        columns[0].push_back(sample.vehicle - before);
        columns[1].push_back(sample.type);
        columns[2].push_back(sample.lane == kNone ? kNone : lanes_[sample.lane]);
        columns[3].push_back(minus(now.pos_mm, last.pos_mm));
        columns[4].push_back(minus(now.x_mm, last.x_mm));
        columns[5].push_back(minus(now.y_mm, last.y_mm));
        columns[6].push_back(static_cast<std::uint32_t>(rounded(sample.speed_m_s, 1e3)));
        columns[7].push_back(static_cast<std::uint32_t>(rounded(sample.angle_deg, 1e2)));
        last = now;
        before = sample.vehicle;
    }
    Bytes raw;
    raw.reserve(12 + samples.size() * 4 * kColumns);
    put(raw, static_cast<std::int64_t>(std::llround(time_s * 1e3)));
    put(raw, static_cast<std::uint32_t>(samples.size()));
    for (const auto& column : columns) put_planes(raw, column);
    block(kStep, raw);
}

Result<void> FcdColumns::close() {
    out_.close();
    if (!out_) return fail(file_.string(), "was not written whole", "is the disk full?");
    return {};
}

namespace {

/// What reading keeps from step to step.
struct Reading {
    FcdStep step;
    struct Last {
        std::uint32_t step = 0;
        std::int32_t pos_mm = 0, x_mm = 0, y_mm = 0;
    };
    std::vector<Last> last;
    std::uint32_t steps = 0;
};

bool read_names(Taker raw, Reading& reading) {
    const auto kind = raw.take<std::uint8_t>();
    if (!raw.good || kind > 2) return false;
    auto& names = kind == 0 ? reading.step.vehicles : kind == 1 ? reading.step.types : reading.step.lanes;
    while (raw.left > 0 && raw.good) {
        const auto size = raw.take<std::uint32_t>();
        std::string name = raw.text(size);
        if (raw.good) names.push_back(std::move(name));
    }
    reading.last.resize(reading.step.vehicles.size());
    return raw.good;
}

bool read_step(Taker raw, Reading& reading) {
    FcdStep& step = reading.step;
    step.time_s = static_cast<double>(raw.take<std::int64_t>()) / 1e3;
    const auto n = raw.take<std::uint32_t>();
    if (!raw.good || raw.left != std::size_t{n} * 4 * kColumns) return false;
    std::array<std::vector<std::uint32_t>, kColumns> columns;
    for (auto& column : columns) column = take_planes(raw, n);
    step.rows.clear();
    ++reading.steps;
    std::uint64_t vehicle = 0;
    for (std::uint32_t i = 0; i < n; ++i) {
        vehicle += columns[0][i];
        if (vehicle >= reading.last.size()) return false;
        const auto known = [&](std::uint32_t name, const std::vector<std::string>& names) {
            return name == kNone || name < names.size();
        };
        if (!known(columns[1][i], step.types) || !known(columns[2][i], step.lanes)) return false;
        Reading::Last& last = reading.last[vehicle];
        if (last.step + 1 != reading.steps) last = {};
        last = {reading.steps, plus(columns[3][i], last.pos_mm), plus(columns[4][i], last.x_mm),
                plus(columns[5][i], last.y_mm)};
        step.rows.push_back({static_cast<std::uint32_t>(vehicle), columns[1][i], columns[2][i], last.pos_mm / 1e3,
                             last.x_mm / 1e3, last.y_mm / 1e3, static_cast<std::int32_t>(columns[6][i]) / 1e3,
                             static_cast<std::int32_t>(columns[7][i]) / 1e2});
    }
    return true;
}

}  // namespace

Result<void> read_fcd_columns(const std::filesystem::path& file, const std::function<void(const FcdStep&)>& each) {
    std::ifstream in(file, std::ios::binary);
    std::array<char, 8> magic{};
    std::uint32_t version = 0;
    in.read(magic.data(), magic.size());
    in.read(reinterpret_cast<char*>(&version), sizeof version);
    if (!in) return fail(file.string(), "cannot be read, or is too short for a head");
    if (magic != kMagic) return fail(file.string(), "does not hold vehicle columns (its magic differs)");
    if (version != kVersion) {
        return fail(file.string(), fmt::format("is of version {}, this program reads {}", version, kVersion));
    }
    Reading reading;
    Bytes packed, raw;
    for (std::size_t number = 1;; ++number) {
        const auto broken = [&](std::string_view what) {
            return fail(file.string(), fmt::format("block {} {}", number, what), "write the file again");
        };
        std::array<std::uint32_t, 3> head{};
        in.read(reinterpret_cast<char*>(head.data()), sizeof head);
        if (in.gcount() == 0) return {};
        if (!in || head[1] > kLargestBlock || head[2] > ZSTD_compressBound(head[1])) return broken("has no sound head");
        packed.resize(head[2]);
        in.read(reinterpret_cast<char*>(packed.data()), static_cast<std::streamsize>(packed.size()));
        if (!in) return broken("is cut off");
        if (ZSTD_getFrameContentSize(packed.data(), packed.size()) != head[1]) return broken("cannot be decompressed");
        raw.resize(head[1]);
        const std::size_t size = ZSTD_decompress(raw.data(), raw.size(), packed.data(), packed.size());
        if (ZSTD_isError(size) != 0 || size != raw.size()) return broken("cannot be decompressed");
        const Taker taker{raw.data(), raw.size()};
        const bool good =
            head[0] == kNames ? read_names(taker, reading) : head[0] == kStep && read_step(taker, reading);
        if (!good) return broken("does not hold what it should");
        if (head[0] == kStep) each(reading.step);
    }
}

}  // namespace sd::sumo
