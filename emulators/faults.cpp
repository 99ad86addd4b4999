#include "emulators/faults.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace sd {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(FaultKind::Count)> kNames{
    "noise", "drift", "stuck", "dropout", "duplicate", "clock_skew", "spike", "silent"};

std::string all_names() {
    std::string out;
    for (const std::string_view name : kNames) out += (out.empty() ? "" : ", ") + std::string(name);
    return out;
}

std::string all_kinds() {
    std::string out;
    for (std::size_t k = 0; k < kDeviceKindCount; ++k) {
        out += (out.empty() ? "" : ", ") + std::string(info_of(static_cast<DeviceKind>(k)).name);
    }
    return out;
}

// A number that is the whole text; empty otherwise.
std::optional<double> number(std::string_view text) {
    double value = 0.0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
    return value;
}

bool magnitude_fits(FaultKind kind, double value) {
    if (!std::isfinite(value)) return false;
    if (kind == FaultKind::Dropout || kind == FaultKind::Duplicate) return value >= 0.0 && value <= 1.0;
    return kind != FaultKind::Noise || value >= 0.0;
}

}  // namespace

std::string_view name_of(FaultKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<FaultKind> fault_named(std::string_view name) {
    const auto found = std::find(kNames.begin(), kNames.end(), name);
    if (found == kNames.end()) return std::nullopt;
    return static_cast<FaultKind>(found - kNames.begin());
}

const std::vector<std::string>& fault_names() {
    static const std::vector<std::string> names(kNames.begin(), kNames.end());
    return names;
}

Result<void> check_fault(const City& city, const Command& command) { return Faults(city, Draw(0)).add(command); }

Faults::Faults(const City& city, Draw draw) : city_(&city), draw_(draw), first_(city.devices.size(), kNone) {}

Result<std::vector<std::uint32_t>> Faults::whole(std::string_view target) const {
    std::vector<std::uint32_t> out;
    const auto take = [&](auto&& wanted) {
        for (std::size_t d = 0; d < city_->devices.size(); ++d) {
            if (wanted(city_->devices[d])) out.push_back(static_cast<std::uint32_t>(d));
        }
    };
    if (target == "*") {
        take([](const Device&) { return true; });
        return out;
    }
    if (const auto kind = device_kind_named(target)) {
        take([&](const Device& device) { return device.kind == *kind; });
        return out;
    }
    constexpr std::string_view kWard = "ward:";
    if (target.substr(0, kWard.size()) == kWard) {
        const std::string_view name = target.substr(kWard.size());
        bool known = false;
        for (std::size_t w = 0; w < city_->wards.size(); ++w) {
            if (city_->wards[w].name != name && city_->wards[w].code != name) continue;
            known = true;
            take([&](const Device& device) { return device.ward.valid() && device.ward.at() == w; });
        }
        if (known) return out;
        return fail("", "device fault: there is no ward \"" + std::string(name) + "\"",
                    "use a ward's name or code as the city has it");
    }
    take([&](const Device& device) { return device.name == target; });
    if (!out.empty()) return out;
    return fail("", "device fault: \"" + std::string(target) + "\" is neither a device, a kind nor a ward",
                "kinds: " + all_kinds() + "; or ward:NAME, or *; each may end in :share, e.g. street_depth:0.5");
}

Result<std::vector<std::uint32_t>> Faults::devices_of(std::string_view target) const {
    auto plain = whole(target);
    if (plain) return plain;
    const std::size_t colon = target.rfind(':');
    if (colon == std::string_view::npos) return plain;
    const auto share = number(target.substr(colon + 1));
    if (!share) return plain;
    if (!(*share >= 0.0 && *share <= 1.0)) {
        return fail("", "device fault: the share of \"" + std::string(target) + "\" must be between 0 and 1");
    }
    auto all = whole(target.substr(0, colon));
    if (!all) return all;
    // Those with the lowest draws: half of a larger share's devices are also in half that share.
    const auto rank = [&](std::uint32_t d) { return draw_.bits(stream_of("fault.share"), d, 0); };
    std::sort(all->begin(), all->end(), [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
    all->resize(static_cast<std::size_t>(std::lround(*share * static_cast<double>(all->size()))));
    std::sort(all->begin(), all->end());
    return all;
}

Result<void> Faults::add(const Command& command) {
    const std::string_view text = command.text;
    const std::size_t colon = text.find(':');
    const auto kind = fault_named(text.substr(0, colon));
    if (!kind) return fail("", "unknown device fault \"" + command.text + "\"", "known faults: " + all_names());
    const std::optional<double> magnitude =
        colon == std::string_view::npos ? std::optional(command.value) : number(text.substr(colon + 1));
    if (!magnitude || !magnitude_fits(*kind, *magnitude)) {
        return fail("",
                    "device fault " + command.text + " (value " + std::to_string(command.value) +
                        "): the magnitude is not a number in range",
                    "dropout and duplicate are chances in 0…1; noise is a standard deviation ≥ 0");
    }
    const auto devices = devices_of(command.target);
    if (!devices) return fail(devices.error());
    const Instant from = command.at + command.latency;
    const Instant until =
        command.duration.ns > 0 ? from + command.duration : Instant{std::numeric_limits<std::int64_t>::max()};
    const auto fault = static_cast<std::uint32_t>(faults_.size());
    faults_.push_back({*kind, *magnitude, from, until});
    for (const std::uint32_t d : *devices) {
        links_.push_back({fault, first_[d]});
        first_[d] = static_cast<std::uint32_t>(links_.size() - 1);
    }
    return {};
}

double Faults::magnitude_of(const Fault& fault, DeviceKind kind) const {
    if (fault.magnitude != 0.0) return fault.magnitude;
    const DeviceKindInfo& info = info_of(kind);
    const double range = info.max[0] - info.min[0];
    switch (fault.kind) {
        case FaultKind::Noise:
        case FaultKind::Drift:
            return 0.05 * range;
        case FaultKind::Spike:
            return 0.5 * range;
        case FaultKind::ClockSkew:
            return 300.0;
        default:
            return 0.5;
    }
}

FaultEffects Faults::effects(std::uint32_t device, Instant at) const {
    FaultEffects sum;
    const DeviceKind kind = city_->devices[device].kind;
    for (std::uint32_t l = first_[device]; l != kNone; l = links_[l].next) {
        const Fault& fault = faults_[links_[l].fault];
        if (at < fault.from || at >= fault.until) continue;
        const double m = magnitude_of(fault, kind);
        switch (fault.kind) {
            case FaultKind::Noise:
                sum.noise_sd += m;
                break;
            case FaultKind::Drift:
                sum.offset += m * (at - fault.from).hours();
                break;
            case FaultKind::Stuck:
                sum.stuck = true;
                break;
            case FaultKind::Dropout:
                sum.dropout = std::max(sum.dropout, m);
                break;
            case FaultKind::Duplicate:
                sum.duplicate = std::max(sum.duplicate, m);
                break;
            case FaultKind::ClockSkew:
                sum.skew_s += m;
                break;
            case FaultKind::Spike:
                sum.spike += m;
                break;
            case FaultKind::Silent:
                sum.silent = true;
                break;
            case FaultKind::Count:
                break;
        }
    }
    return sum;
}

void Faults::add_to(StateHash& hash) const {
    for (const Fault& fault : faults_) {
        hash.add(fault.kind);
        hash.add(fault.magnitude);
        hash.add(fault.from.ns);
        hash.add(fault.until.ns);
    }
    for (const Link& link : links_) {
        hash.add(link.fault);
        hash.add(link.next);
    }
}

}  // namespace sd
