#include "emulators/fleet.h"

#include <algorithm>

#include "emulators/faults.h"
#include "emulators/instrument.h"
#include "emulators/mains.h"
#include "emulators/people.h"
#include "emulators/schedule.h"
#include "sim/core/check.h"
#include "sim/core/hash.h"

namespace sd {
namespace {

// One reading that is due, filled by whichever thread owns its device, then laid out in order.
struct Row {
    std::int64_t intended_ns = 0;
    std::int64_t stamped_ns = 0;
    std::uint32_t device = 0;
    std::uint32_t seq = 0;  // 0 = nothing was issued
    std::array<float, 3> values{};
    std::uint16_t boot = 0;
    std::uint8_t count = 0;
    Fate fate = Fate::Sent;
};

class CityFleet final : public Fleet {
public:
    CityFleet(const City& city, const SamplePlan& plan, const FleetConfig& config);

    void emit(const WorldView& view, Parallel& parallel, ReadingBatch& out) override;
    void emit_reports(const WorldView& view, std::vector<CitizenReport>& out) override { people_.emit(view, out); }
    Result<void> inject(const Command& command) override { return faults_.add(command); }
    const FleetCounters& counters() const override { return counters_; }
    const Issued& last_issued() const override { return issued_; }
    std::uint64_t state_hash() const override;

private:
    // Threads own blocks of devices, so that several readings of one device keep their order.
    static constexpr std::uint32_t kBlock = 64;

    void read_run(const WorldView& view, const DueRun& run, std::uint32_t part, std::uint32_t parts);
    void read(const WorldView& view, Instrument& device, const Moment& moment, Row& row);
    [[nodiscard]] bool powered(const WorldView& view, Instrument& device, Instant at) const;
    void lay_out(ReadingBatch& out);
    void append(const Row& row, ReadingBatch& out);
    void count_silent(Instant at);

    FleetConfig config_;
    Draw draw_;
    Schedule schedule_;
    Mains mains_;
    Faults faults_;
    People people_;
    std::vector<Instrument> instruments_;            // in the schedule's order
    std::vector<std::array<std::uint32_t, 2>> fed_;  // per cabinet: devices on mains, devices with backup
    std::vector<DueRun> runs_;
    std::vector<Row> rows_;
    std::vector<Range> heads_;
    Issued issued_;
    FleetCounters counters_;
};

CityFleet::CityFleet(const City& city, const SamplePlan& plan, const FleetConfig& config)
    : config_(config),
      draw_(config.seed),
      schedule_(city.devices, config.start),
      mains_(city.cabinets.size()),
      faults_(city, draw_),
      people_(city, draw_),
      fed_(city.cabinets.size()) {
    SD_CHECK(plan.device_slot.size() == city.devices.size());
    instruments_.reserve(city.devices.size());
    for (const std::uint32_t d : schedule_.order()) {
        const Device& device = city.devices[d];
        const KindRow& row = row_of(device.kind);
        Instrument instrument;
        instrument.device = d;
        instrument.slot = plan.device_slot[d];
        instrument.kind = device.kind;
        instrument.cabinet = info_of(device.kind).group == ProbeGroup::Cabinet ? device.target : device.cabinet.index;
        instrument.site = row.supply == Supply::Site ? device.target : device.site.index;
        give_quirks(instrument, draw_, config.nominal_faults);
        instruments_.push_back(instrument);
        if (instrument.cabinet == CabinetId::kNone) continue;
        SD_CHECK(instrument.cabinet < fed_.size());
        if (row.supply == Supply::Mains) ++fed_[instrument.cabinet][0];
        if (row.supply == Supply::Backup) ++fed_[instrument.cabinet][1];
    }
    heads_.resize(schedule_.groups().size());
}

void CityFleet::emit(const WorldView& view, Parallel& parallel, ReadingBatch& out) {
    SD_CHECK(view.from() <= view.until());
    mains_.advance(view);
    rows_.resize(schedule_.due(view.from(), view.until(), runs_));
    const auto parts = static_cast<std::uint32_t>(parallel.threads());
    auto body = [&](Range range, int /*part*/) {
        for (int part = range.begin; part < range.end; ++part) {
            for (const DueRun& run : runs_) read_run(view, run, static_cast<std::uint32_t>(part), parts);
        }
    };
    parallel.for_ranges(parallel.threads(), body);
    lay_out(out);
    out.sent = view.until();
    count_silent(view.until());
}

void CityFleet::read_run(const WorldView& view, const DueRun& run, std::uint32_t part, std::uint32_t parts) {
    const Duration period{schedule_.groups()[run.group].period_ns};
    for (std::uint32_t block = run.begin / kBlock; block * kBlock < run.end; ++block) {
        if (block % parts != part) continue;
        const std::uint32_t begin = std::max(run.begin, block * kBlock);
        const std::uint32_t end = std::min(run.end, (block + 1) * kBlock);
        for (std::uint32_t p = begin; p < end; ++p) {
            const Moment moment{schedule_.intended(run, p), config_.start, run.cycle, period};
            read(view, instruments_[p], moment, rows_[run.first_row + (p - run.begin)]);
        }
    }
}

bool CityFleet::powered(const WorldView& view, Instrument& device, Instant at) const {
    const Supply supply = row_of(device.kind).supply;
    if (supply == Supply::Ignition) return view.is_on(Channel::BusInService, device.slot, at);
    if (supply == Supply::Site) return view.is_on(Channel::SiteUp, device.site, at);
    if (device.cabinet == CabinetId::kNone) return true;
    const Mains::Cabinet& cabinet = mains_.cabinet(device.cabinet, at);
    const std::uint32_t returns = cabinet.returns[supply == Supply::Backup ? 1 : 0];
    if (!mains_.feeds(cabinet, supply, at)) return false;
    // An outage that fell between two readings also restarts the device.
    if (returns != device.returns_seen) device.flags |= Instrument::kDown;
    device.returns_seen = returns;
    return true;
}

void CityFleet::read(const WorldView& view, Instrument& device, const Moment& moment, Row& row) {
    row = Row{};
    row.intended_ns = moment.at.ns;
    row.device = device.device;
    const FaultEffects effects =
        faults_.any(device.device) ? faults_.effects(device.device, moment.at) : FaultEffects{};
    const bool parked_ok = row_of(device.kind).supply == Supply::Ignition;
    const bool on = powered(view, device, moment.at);
    if (!on || effects.silent) {
        if (effects.silent || !parked_ok) device.flags |= Instrument::kDown;
        return;
    }
    if ((device.flags & Instrument::kDown) != 0) reboot(device);
    ++device.seq;
    const Dice dice(draw_, device.device, moment.sample);
    measure(device, view, moment, dice, effects, draw_, config_.nominal_faults);
    const FaultProfile& profile = row_of(device.kind).faults;
    const double dropout = std::max(effects.dropout, config_.nominal_faults ? profile.dropout : 0.0);
    const double duplicate = std::max(effects.duplicate, config_.nominal_faults ? profile.duplicate : 0.0);
    const bool linked = device.site == CellSiteId::kNone || view.is_on(Channel::SiteUp, device.site, moment.at);
    row.seq = device.seq;
    row.boot = device.boot;
    row.values = device.last;
    row.count = static_cast<std::uint8_t>(info_of(device.kind).values);
    row.stamped_ns =
        moment.at.ns + static_cast<std::int64_t>((effects.skew_s - static_cast<double>(device.late_s)) * 1e9);
    row.fate = !linked                      ? Fate::LinkDown
               : dice.dropout < dropout     ? Fate::Dropout
               : dice.duplicate < duplicate ? Fate::Duplicated
                                            : Fate::Sent;
}

void CityFleet::append(const Row& row, ReadingBatch& out) {
    out.device.push_back(row.device);
    out.boot.push_back(row.boot);
    out.seq.push_back(row.seq);
    out.at_ns.push_back(row.stamped_ns);
    out.value_count.push_back(row.count);
    out.values.insert(out.values.end(), row.values.begin(), row.values.begin() + row.count);
}

// Rows of one period are already in time order; periods are few, so the earliest head is found by looking at each.
void CityFleet::lay_out(ReadingBatch& out) {
    issued_.device.clear();
    issued_.boot.clear();
    issued_.seq.clear();
    issued_.fate.clear();
    std::fill(heads_.begin(), heads_.end(), Range{});
    for (const DueRun& run : runs_) {
        Range& head = heads_[run.group];
        if (head.begin == head.end) head.begin = static_cast<int>(run.first_row);
        head.end = static_cast<int>(run.first_row + (run.end - run.begin));
    }
    const auto row_at = [&](int r) -> const Row& { return rows_[static_cast<std::size_t>(r)]; };
    for (;;) {
        Range* first = nullptr;
        for (Range& head : heads_) {
            if (head.begin == head.end) continue;
            if (first == nullptr) {
                first = &head;
                continue;
            }
            const Row& a = row_at(head.begin);
            const Row& b = row_at(first->begin);
            if (a.intended_ns < b.intended_ns || (a.intended_ns == b.intended_ns && a.device < b.device)) first = &head;
        }
        if (first == nullptr) return;
        const Row& row = row_at(first->begin++);
        if (row.seq == 0) continue;
        issued_.device.push_back(row.device);
        issued_.boot.push_back(row.boot);
        issued_.seq.push_back(row.seq);
        issued_.fate.push_back(row.fate);
        ++counters_.issued;
        if (row.fate == Fate::LinkDown || row.fate == Fate::Dropout) {
            ++counters_.injected_loss;
            continue;
        }
        append(row, out);
        if (row.fate == Fate::Duplicated) {
            append(row, out);
            ++counters_.duplicated;
        }
    }
}

void CityFleet::count_silent(Instant at) {
    counters_.silent_devices = 0;
    for (std::uint32_t c = 0; c < fed_.size(); ++c) {
        const Mains::Cabinet& cabinet = mains_.cabinet(c, at);
        if (!mains_.feeds(cabinet, Supply::Mains, at)) counters_.silent_devices += fed_[c][0];
        if (!mains_.feeds(cabinet, Supply::Backup, at)) counters_.silent_devices += fed_[c][1];
    }
}

std::uint64_t CityFleet::state_hash() const {
    StateHash hash;
    hash.add(hash_bytes(instruments_.data(), instruments_.size() * sizeof(Instrument)));
    hash.add(counters_.issued);
    hash.add(counters_.duplicated);
    hash.add(counters_.injected_loss);
    mains_.add_to(hash);
    faults_.add_to(hash);
    people_.add_to(hash);
    return hash.value();
}

}  // namespace

std::unique_ptr<Fleet> make_fleet(const City& city, const SamplePlan& plan, const FleetConfig& config) {
    return std::make_unique<CityFleet>(city, plan, config);
}

}  // namespace sd
