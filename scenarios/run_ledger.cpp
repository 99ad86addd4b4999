#include "scenarios/run_ledger.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "scenarios/city_source.h"
#include "scenarios/run_info.h"
#include "twin/store.h"
#include "twin/twin.h"

namespace sd {
namespace {

using nlohmann::json;

constexpr std::uint8_t kAccepted = 0xFF;
constexpr auto kReasons = static_cast<std::size_t>(RejectReason::Count);

json stream_json(const Ledger& ledger) {
    json by_reason = json::object();
    std::uint64_t rejected = 0;
    for (std::size_t r = 0; r < kReasons; ++r) {
        rejected += ledger.rejected[r];
        if (ledger.rejected[r] > 0) by_reason[name_of(static_cast<RejectReason>(r))] = ledger.rejected[r];
    }
    return {{"issued", ledger.issued}, {"duplicated", ledger.duplicated}, {"accepted", ledger.accepted},
            {"rejected", rejected},    {"rejected_by_reason", by_reason}, {"injected_loss", ledger.injected_loss},
            {"lost", ledger.lost},     {"invented", ledger.invented},     {"unexplained", ledger.unexplained}};
}

std::string stream_text(const char* name, const Ledger& ledger, std::uint64_t undecodable) {
    std::string out = fmt::format("{}:\n  issued {}\n  duplicated {}\n  accepted {}\n", name, ledger.issued,
                                  ledger.duplicated, ledger.accepted);
    for (std::size_t r = 0; r < kReasons; ++r) {
        if (ledger.rejected[r] == 0) continue;
        out += fmt::format("  rejected {} {}\n", name_of(static_cast<RejectReason>(r)), ledger.rejected[r]);
    }
    out += fmt::format("  injected_loss {}\n  lost {}\n  invented {}\n  unexplained {}\n", ledger.injected_loss,
                       ledger.lost, ledger.invented, ledger.unexplained);
    if (undecodable > 0) out += fmt::format("  undecodable frames {}: what they carried is lost\n", undecodable);
    for (const Ledger::Example& e : ledger.examples) {
        out += fmt::format("  example: sender {} boot {} seq {}\n", e.device, e.boot, e.seq);
    }
    return out;
}

/// Both ledgers as one.
Ledger sum_of(const Ledger& a, const Ledger& b) {
    Ledger out;
    out.issued = a.issued + b.issued;
    out.duplicated = a.duplicated + b.duplicated;
    out.accepted = a.accepted + b.accepted;
    for (std::size_t r = 0; r < out.rejected.size(); ++r) out.rejected[r] = a.rejected[r] + b.rejected[r];
    out.injected_loss = a.injected_loss + b.injected_loss;
    out.lost = a.lost + b.lost;
    out.invented = a.invented + b.invented;
    out.unexplained = a.unexplained + b.unexplained;
    return out;
}

}  // namespace

Result<RunLedger> join_run_ledger(const RunDir& dir) {
    auto index = open_index_reader(dir.twin_index());
    if (!index) return fail(std::move(index.error()));
    const auto disk = make_posix_disk();
    const LedgerRows devices = [&](const std::function<void(const LedgerRow&)>& visit) {
        (*index)->each_reading([&](const StoredReading& r) { visit({r.device, r.boot, r.seq, kAccepted}); });
        (*index)->each_reject([&](const StoredReject& r) { visit({r.device, r.boot, r.seq, r.reason}); });
    };
    const LedgerRows people = [&](const std::function<void(const LedgerRow&)>& visit) {
        (*index)->each_report([&](std::uint32_t cell, std::uint32_t seq) { visit({cell, 0, seq, kAccepted}); });
        (*index)->each_report_reject([&](const StoredReject& r) { visit({r.device, r.boot, r.seq, r.reason}); });
    };
    RunLedger out;
    auto of_devices = join_ledger(*disk, dir.issues(), IssueStream::Devices, devices);
    if (!of_devices) return fail(std::move(of_devices.error()));
    auto of_people = join_ledger(*disk, dir.issues(), IssueStream::People, people);
    if (!of_people) return fail(std::move(of_people.error()));
    out.devices = std::move(*of_devices);
    out.people = std::move(*of_people);
    out.devices_undecodable = (*index)->undecodable_frames(StreamKind::Devices);
    out.people_undecodable = (*index)->undecodable_frames(StreamKind::People);
    out.orders_undecodable = (*index)->undecodable_frames(StreamKind::Commands);
    if (auto whole = (*index)->good(); !whole) return fail(whole.error());
    out.issued = out.devices.issued + out.people.issued;
    out.accepted = out.devices.accepted + out.people.accepted;
    out.unexplained = out.devices.unexplained + out.people.unexplained;
    return out;
}

std::string ledger_text(const RunLedger& ledger) {
    std::string out = stream_text("devices", ledger.devices, ledger.devices_undecodable) +
                      stream_text("people", ledger.people, ledger.people_undecodable);
    if (ledger.orders_undecodable > 0) {
        out += fmt::format("orders:\n  undecodable frames {}\n", ledger.orders_undecodable);
    }
    out += fmt::format("unexplained {}\n", ledger.unexplained);
    return out + (ledger.closes() ? "the ledger closes\n" : "the ledger does NOT close\n");
}

json ledger_json(const RunLedger& ledger) {
    json out = stream_json(sum_of(ledger.devices, ledger.people));
    out["undecodable_frames"] = ledger.devices_undecodable + ledger.people_undecodable + ledger.orders_undecodable;
    json& streams = out["streams"];
    streams["devices"] = stream_json(ledger.devices);
    streams["devices"]["undecodable_frames"] = ledger.devices_undecodable;
    streams["people"] = stream_json(ledger.people);
    streams["people"]["undecodable_frames"] = ledger.people_undecodable;
    return out;
}

Result<bool> rebuild_index(const RunDir& dir, const std::filesystem::path& cache) {
    std::error_code code;
    if (std::filesystem::exists(dir.twin_index(), code)) return false;
    const auto info = read_run_info(dir);
    if (!info) return fail(info.error());
    if (is_live(*info)) return fail(dir.root.string(), "the run is still going", "wait for its end");
    const auto scenario = scenario_of(*info);
    if (!scenario) return fail(scenario.error());
    const auto near = std::filesystem::path(info->scenario_file).parent_path();
    const auto city = load_city(scenario->city, near, cache.empty() ? dir.root.parent_path() / ".cache" : cache);
    if (!city) return fail(city.error());
    if (city->hash != info->city_hash) {
        return fail(dir.run_json().string(), "the city is not the one of the run: its index cannot be made again",
                    "the pack or recipe has changed since; repeat the run");
    }
    const TwinConfig config{dir.twin(), scenario->start, nullptr, TwinConfig{}.assimilate_every};
    auto twin = open_twin(city->city, config);
    if (!twin) return fail(std::move(twin.error()));
    if (auto closed = (*twin)->close(); !closed) return fail(closed.error());
    return true;
}

}  // namespace sd
