#include "sim/traffic/sumo/write.h"

#include <fmt/format.h>
#include <zlib.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <iterator>
#include <utility>

#include "sim/core/check.h"
#include "sim/traffic/sumo/fcd_columns.h"

namespace sd::sumo {

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&apos;";
                break;
            case '\n':
            case '\r':
            case '\t':
                out += fmt::format("&#{};", static_cast<int>(c));
                break;
            default:
                out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
        }
    }
    return out;
}

/// zlib's file writes plain bytes too; the first failure is kept.
struct XmlOutput::Sink {
    gzFile file = nullptr;
    std::string trouble;
    ~Sink() {
        if (file != nullptr) gzclose(file);
    }
};

XmlOutput::XmlOutput(std::unique_ptr<Sink> sink, std::filesystem::path file, std::string root)
    : sink_(std::move(sink)), file_(std::move(file)), root_(std::move(root)) {}
XmlOutput::XmlOutput(XmlOutput&&) noexcept = default;
XmlOutput& XmlOutput::operator=(XmlOutput&&) noexcept = default;
XmlOutput::~XmlOutput() = default;

Result<XmlOutput> XmlOutput::open(const std::filesystem::path& file, std::string root, std::string_view schema) {
    auto sink = std::make_unique<Sink>();
    errno = 0;
    sink->file = gzopen(file.c_str(), file.extension() == ".gz" ? "wb6" : "wbT");
    if (sink->file == nullptr) return fail(file.string(), fmt::format("cannot be written: {}", std::strerror(errno)));
    XmlOutput out(std::move(sink), file, std::move(root));
    out.buffer_ = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n<{} xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
        "xsi:noNamespaceSchemaLocation=\"http://sumo.dlr.de/xsd/{}.xsd\">\n",
        out.root_, schema);
    return out;
}

void XmlOutput::flush() {
    if (sink_->trouble.empty() && !buffer_.empty()) {
        const auto size = static_cast<unsigned>(buffer_.size());
        if (gzwrite(sink_->file, buffer_.data(), size) != static_cast<int>(size)) {
            int state = 0;
            sink_->trouble = gzerror(sink_->file, &state);
        }
    }
    buffer_.clear();
}

void XmlOutput::flush_when_full() {
    if (buffer_.size() > (1 << 16)) flush();
}

Result<void> XmlOutput::close() {
    SD_CHECK(sink_ != nullptr && sink_->file != nullptr);
    buffer_ += fmt::format("</{}>\n", root_);
    flush();
    const int closed = gzclose(std::exchange(sink_->file, nullptr));
    if (closed != Z_OK && sink_->trouble.empty()) sink_->trouble = std::strerror(errno);
    if (sink_->trouble.empty()) return {};
    return fail(file_.string(), fmt::format("was not written whole: {}", sink_->trouble), "is the disk full?");
}

namespace {

using micro::kNone;

/// SUMO's two decimals; a zero never carries a sign.
std::string text(double value) {
    const double rounded = std::abs(value) < 0.005 ? 0.0 : value;
    return fmt::format("{:.2f}", rounded);
}

std::string lane_name(const micro::Case& of, std::uint32_t lane) {
    return lane == kNone ? std::string() : escaped(of.net.lanes[lane].id);
}
std::string type_name(const micro::Case& of, std::uint32_t type) {
    return type == kNone ? std::string() : escaped(of.demand.types[type].id);
}

}  // namespace

Result<XmlOutput> open_tripinfo(const std::filesystem::path& file) {
    return XmlOutput::open(file, "tripinfos", "tripinfo_file");
}

void write(XmlOutput& out, const micro::Case& of, const micro::TripInfo& trip) {
    const std::string id = escaped(trip.id);
    const char* vaporized = trip.vaporized ? (trip.arrival_s < 0.0 ? "end" : "teleport") : "";
    fmt::format_to(std::back_inserter(out.buffer()),
                   "    <tripinfo id=\"{}\" depart=\"{}\" departLane=\"{}\" departPos=\"{}\" departSpeed=\"{}\" "
                   "departDelay=\"{}\" arrival=\"{}\" arrivalLane=\"{}\" arrivalPos=\"{}\" arrivalSpeed=\"{}\" "
                   "duration=\"{}\" routeLength=\"{}\" waitingTime=\"{}\" waitingCount=\"{}\" stopTime=\"{}\" "
                   "timeLoss=\"{}\" rerouteNo=\"{}\" devices=\"tripinfo_{}\" vType=\"{}\" speedFactor=\"{}\" "
                   "vaporized=\"{}\"/>\n",
                   id, text(trip.depart_s), lane_name(of, trip.depart_lane), text(trip.depart_pos_m),
                   text(trip.depart_speed_m_s), text(trip.depart_delay_s), text(trip.arrival_s),
                   lane_name(of, trip.arrival_lane), text(trip.arrival_pos_m), text(trip.arrival_speed_m_s),
                   text(trip.duration_s), text(trip.route_length_m), text(trip.waiting_s), trip.waiting_count,
                   text(trip.stop_s), text(trip.time_loss_s), trip.reroutes, id, type_name(of, trip.type),
                   text(trip.speed_factor), vaporized);
    out.flush_when_full();
}

Result<XmlOutput> open_summary(const std::filesystem::path& file) {
    return XmlOutput::open(file, "summary", "summary_file");
}

void write(XmlOutput& out, const micro::SummaryStep& step) {
    fmt::format_to(std::back_inserter(out.buffer()),
                   "    <step time=\"{}\" loaded=\"{}\" inserted=\"{}\" running=\"{}\" waiting=\"{}\" ended=\"{}\" "
                   "arrived=\"{}\" collisions=\"{}\" teleports=\"{}\" halting=\"{}\" stopped=\"{}\" "
                   "meanWaitingTime=\"{}\" meanTravelTime=\"{}\" meanSpeed=\"{}\" meanSpeedRelative=\"{}\" "
                   "duration=\"{:.0f}\"/>\n",
                   text(step.time_s), step.loaded, step.inserted, step.running, step.waiting, step.ended, step.arrived,
                   step.collisions, step.teleports, step.halting, step.stopped, text(step.mean_waiting_s),
                   text(step.mean_travel_s), text(step.mean_speed_m_s), text(step.mean_speed_relative), step.wall_ms);
    out.flush_when_full();
}

Result<XmlOutput> open_loops(const std::filesystem::path& file) {
    return XmlOutput::open(file, "detector", "det_e1_file");
}

void write(XmlOutput& out, const micro::Case& of, const micro::LoopInterval& interval) {
    SD_CHECK(interval.loop < of.additional.loops.size() && interval.end_s > interval.begin_s);
    const double length_s = interval.end_s - interval.begin_s;
    fmt::format_to(std::back_inserter(out.buffer()),
                   "    <interval begin=\"{}\" end=\"{}\" id=\"{}\" nVehContrib=\"{}\" flow=\"{}\" occupancy=\"{}\" "
                   "speed=\"{}\" harmonicMeanSpeed=\"{}\" length=\"{}\" nVehEntered=\"{}\"/>\n",
                   text(interval.begin_s), text(interval.end_s), escaped(of.additional.loops[interval.loop].id),
                   interval.passed, text(static_cast<double>(interval.passed) * 3600.0 / length_s),
                   text(interval.occupied_s / length_s * 100.0), text(interval.mean_speed_m_s),
                   text(interval.harmonic_speed_m_s), text(interval.mean_length_m), interval.entered);
    out.flush_when_full();
}

Result<XmlOutput> open_fcd(const std::filesystem::path& file) {
    return XmlOutput::open(file, "fcd-export", "fcd_file");
}

namespace {

/// `row`: VehicleSample or FcdRow, which name their columns alike.
template <class Row>
void write_place(XmlOutput& out, const Row& row, std::string_view vehicle, std::string_view type,
                 std::string_view lane) {
    fmt::format_to(std::back_inserter(out.buffer()),
                   "        <vehicle id=\"{}\" x=\"{}\" y=\"{}\" angle=\"{}\" type=\"{}\" speed=\"{}\" pos=\"{}\" "
                   "lane=\"{}\" slope=\"0.00\"/>\n",
                   vehicle, text(row.x_m), text(row.y_m), text(row.angle_deg), type, text(row.speed_m_s),
                   text(row.pos_m), lane);
    out.flush_when_full();
}

template <class Rows, class WriteOne>
void write_places(XmlOutput& out, double time_s, const Rows& rows, WriteOne write_one) {
    out.buffer() += fmt::format("    <timestep time=\"{}\"{}", text(time_s), rows.empty() ? "/>\n" : ">\n");
    for (const auto& row : rows) write_one(row);
    if (!rows.empty()) out.buffer() += "    </timestep>\n";
    out.flush_when_full();
}

}  // namespace

void write(XmlOutput& out, const micro::Case& of, double time_s, std::span<const micro::VehicleSample> samples,
           std::span<const std::string> names) {
    write_places(out, time_s, samples, [&](const micro::VehicleSample& v) {
        write_place(out, v, escaped(names[v.vehicle]), type_name(of, v.type), lane_name(of, v.lane));
    });
}

void write(XmlOutput& out, const FcdStep& step) {
    const auto name = [](const std::vector<std::string>& names, std::uint32_t number) {
        return number == kNone ? std::string() : escaped(names[number]);
    };
    write_places(out, step.time_s, step.rows, [&](const FcdRow& v) {
        write_place(out, v, name(step.vehicles, v.vehicle), name(step.types, v.type), name(step.lanes, v.lane));
    });
}

Result<void> write_statistic(const std::filesystem::path& file, const micro::RunStatistic& run) {
    auto out = XmlOutput::open(file, "statistics", "statistic_file");
    if (!out) return fail(out.error());
    const double trips = run.trips == 0 ? 1.0 : static_cast<double>(run.trips);
    const std::uint64_t teleports = run.teleports_jam + run.teleports_yield + run.teleports_wrong_lane;
    const double waiting_s = run.waiting == 0 ? 0.0 : run.depart_delay_waiting_s / static_cast<double>(run.waiting);
    fmt::format_to(std::back_inserter(out->buffer()),
                   "    <vehicles loaded=\"{}\" inserted=\"{}\" running=\"{}\" waiting=\"{}\"/>\n"
                   "    <teleports total=\"{}\" jam=\"{}\" yield=\"{}\" wrongLane=\"{}\"/>\n"
                   "    <safety collisions=\"{}\" emergencyStops=\"{}\"/>\n"
                   "    <persons loaded=\"0\" running=\"0\" jammed=\"0\"/>\n",
                   run.loaded, run.inserted, run.running, run.waiting, teleports, run.teleports_jam,
                   run.teleports_yield, run.teleports_wrong_lane, run.collisions, run.emergency_stops);
    fmt::format_to(std::back_inserter(out->buffer()),
                   "    <vehicleTripStatistics count=\"{}\" routeLength=\"{}\" speed=\"{}\" duration=\"{}\" "
                   "waitingTime=\"{}\" timeLoss=\"{}\" departDelay=\"{}\" departDelayWaiting=\"{}\" "
                   "totalTravelTime=\"{}\" totalDepartDelay=\"{}\"/>\n"
                   "    <pedestrianStatistics number=\"0\" routeLength=\"0.00\" duration=\"0.00\" timeLoss=\"0.00\"/>\n"
                   "    <rideStatistics number=\"0\"/>\n    <transportStatistics number=\"0\"/>\n",
                   run.trips, text(run.route_length_m / trips), text(run.speed_m_s / trips),
                   text(run.duration_s / trips), text(run.waiting_s / trips), text(run.time_loss_s / trips),
                   text(run.depart_delay_s / trips), text(waiting_s), text(run.duration_s), text(run.depart_delay_s));
    return out->close();
}

}  // namespace sd::sumo
