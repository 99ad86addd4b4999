#include "tests/twin/rig.h"

#include <gtest/gtest.h>

#include "sim/core/draw.h"
#include "twin/wire/codec.h"

namespace sd::test {

std::filesystem::path fresh_folder(const std::string& name) {
    const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / ("sd_twin_" + name);
    std::filesystem::remove_all(folder);
    return folder;
}

Frame readings_frame(Instant sent, const std::vector<Reading>& readings, std::uint64_t frame_seq, std::uint32_t shard) {
    ReadingBatch batch;
    batch.sent = sent;
    for (const Reading& r : readings) {
        batch.device.push_back(r.device);
        batch.boot.push_back(r.boot);
        batch.seq.push_back(r.seq);
        batch.at_ns.push_back(r.at.ns);
        batch.value_count.push_back(static_cast<std::uint8_t>(r.values.size()));
        batch.values.insert(batch.values.end(), r.values.begin(), r.values.end());
    }
    Frame frame;
    frame.topic = Topic::Readings;
    frame.stream = {StreamKind::Devices, shard};
    frame.boot = 1;
    frame.seq = frame_seq;
    frame.payload = encode(batch);
    return frame;
}

Frame reports_frame(const std::vector<CitizenReport>& reports, std::uint64_t frame_seq) {
    Frame frame;
    frame.topic = Topic::Reports;
    frame.stream = {StreamKind::People, 0};
    frame.boot = 1;
    frame.seq = frame_seq;
    frame.payload = encode(reports);
    return frame;
}

Rig::Rig(const SmallCity& town, const std::string& name, std::shared_ptr<Disk> disk)
    : town_(town), seq_(town.city.devices.size(), 0) {
    config_.folder = fresh_folder(name);
    config_.start = kStart;
    config_.disk = std::move(disk);
    open();
}

void Rig::open() {
    auto twin = open_twin(town_.city, config_);
    if (!twin) ADD_FAILURE() << to_text(twin.error());
    twin_ = std::move(*twin);
}

void Rig::send(Instant at, const std::vector<Reading>& readings) {
    twin_->receive(readings_frame(at, readings, ++frame_seq_));
    const Result<void> done = twin_->commit();
    if (!done) ADD_FAILURE() << to_text(done.error());
    now_ = at;
    twin_->advance(at);
}

void Rig::send_reports(Instant at, const std::vector<CitizenReport>& reports) {
    twin_->receive(reports_frame(reports, ++report_frame_seq_));
    const Result<void> done = twin_->commit();
    if (!done) ADD_FAILURE() << to_text(done.error());
    now_ = at;
    twin_->advance(at);
}

void Rig::send_orders(Instant at, const std::vector<Command>& orders) {
    Frame frame;
    frame.topic = Topic::Commands;
    frame.stream = {StreamKind::Commands, 0};
    frame.boot = 1;
    frame.seq = ++order_frame_seq_;
    frame.payload = encode(orders);
    twin_->receive(frame);
    const Result<void> done = twin_->commit();
    if (!done) ADD_FAILURE() << to_text(done.error());
    now_ = at;
    twin_->advance(at);
}

std::vector<Reading> Rig::minute(Instant at, const Values& values) {
    std::vector<Reading> readings;
    for (std::uint32_t d = 0; d < town_.city.devices.size(); ++d) {
        std::vector<float> v = values(d, at);
        if (v.empty()) continue;
        readings.push_back({d, ++seq_[d], at, std::move(v), 1});
    }
    return readings;
}

void Rig::play(int minutes_long, const Values& values) {
    for (int m = 0; m < minutes_long; ++m) {
        const Instant at = now_ + minutes(1);
        send(at, minute(at, values));
    }
}

void Rig::reopen(std::uint64_t crash_seed) {
    twin_.reset();
    if (auto* disk = dynamic_cast<SimDisk*>(config_.disk.get())) disk->crash(crash_seed);
    open();
}

const AlarmView* Rig::alarm(const std::string& rule, const std::string& place) {
    const AlarmView* found = nullptr;
    for (const AlarmView& a : twin_->alarms()) {
        if (a.rule == rule && (place.empty() || a.place == place)) found = &a;
    }
    return found;
}

std::vector<float> usual(const SmallCity& town, std::uint32_t device, Instant at) {
    const auto tick = static_cast<std::uint64_t>(at.ns / 1'000'000'000);
    const auto noise = static_cast<float>(0.004 * Draw(7).normal(stream_of("test.noise"), device, tick));
    const auto minute = static_cast<float>((at - kStart) / minutes(1));
    switch (town.city.devices[device].kind) {
        case DeviceKind::RiverLevel:
            return {0.5F + noise};
        case DeviceKind::StreetDepth:
            return {0.0F};
        case DeviceKind::RainGauge:
            return {0.0F};
        case DeviceKind::Weather:
            return {27.0F + noise, 2.5F, 0.8F};
        case DeviceKind::LoopDetector:
            return {10.0F * minute, 8.0F + noise, 0.1F};
        case DeviceKind::SmartMeter:
            return {1.5F + noise};
        case DeviceKind::StreetlightCabinet:
            return {1.0F, 3.0F};
        case DeviceKind::CellSite:
            return {1.0F, 1.0F};
        case DeviceKind::BusGps:
            return {205.0F, 205.0F, 6.0F};
        default:
            return {};
    }
}

}  // namespace sd::test
