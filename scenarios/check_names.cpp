// What a scenario or an operator names, against the city: an unknown name is answered with the nearest known one.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "emulators/faults.h"
#include "scenarios/timeline.h"
#include "scenarios/words.h"
#include "scenarios/world_setup.h"
#include "twin/catalogue.h"

namespace sd {
namespace {

/// Everything a device fault may name, without its ":share".
std::vector<std::string> fault_targets(const City& city) {
    std::vector<std::string> out;
    for (std::size_t k = 0; k < kDeviceKindCount; ++k) {
        out.emplace_back(info_of(static_cast<DeviceKind>(k)).name);
    }
    for (const Ward& ward : city.wards) out.push_back("ward:" + ward.name);
    for (const Device& device : city.devices) out.push_back(device.name);
    return out;
}

Result<void> check_device_fault(const City& city, const Command& command) {
    const std::string fault = command.text.substr(0, command.text.find(':'));
    if (!fault_named(fault)) {
        return fail("", "no device fault is called \"" + fault + "\"", suggest(fault, fault_names()));
    }
    auto checked = check_fault(city, command);
    if (checked) return checked;
    const std::string near = nearest_word(command.target, fault_targets(city));
    if (!near.empty() && near != command.target) {
        for (Error& error : checked.error()) error.hint = "did you mean \"" + near + "\"? " + error.hint;
    }
    return checked;
}

/// Half-way along a line.
LocalXY middle_of(const std::vector<LocalXY>& line) {
    double left_m = 0.0;
    const auto length_m = [](LocalXY a, LocalXY b) {
        const double x = b.x_m - a.x_m;
        const double y = b.y_m - a.y_m;
        return std::sqrt(x * x + y * y);
    };
    for (std::size_t k = 1; k < line.size(); ++k) left_m += 0.5 * length_m(line[k - 1], line[k]);
    for (std::size_t k = 1; k < line.size(); ++k) {
        const double piece_m = length_m(line[k - 1], line[k]);
        if (piece_m > 0.0 && piece_m >= left_m) {
            const double share = left_m / piece_m;
            return {line[k - 1].x_m + share * (line[k].x_m - line[k - 1].x_m),
                    line[k - 1].y_m + share * (line[k].y_m - line[k - 1].y_m)};
        }
        left_m -= piece_m;
    }
    return line.empty() ? LocalXY{} : line.back();
}

/// Every place that an alarm can carry.
std::vector<std::string> alarm_places(const City& city) {
    std::vector<std::string> out;
    for (const Catalogue::Place& place : catalogue_of(city).places) out.push_back(place.name);
    for (const Station& station : city.stations) out.push_back(station.name);
    for (const Ward& ward : city.wards) out.push_back(ward.name);
    for (const CellSite& site : city.sites) out.push_back(site.name);
    for (const Substation& substation : city.substations) out.push_back(substation.name);
    for (const Device& device : city.devices) out.push_back(device.name);
    return out;
}

}  // namespace

std::string settle_place(const City& city, Command& command) {
    if (command.kind != CommandKind::BreachDyke || !std::isnan(command.where.x_m)) return {};
    const auto dyke =
        std::find_if(city.dykes.begin(), city.dykes.end(), [&](const Dyke& d) { return d.name == command.target; });
    if (dyke == city.dykes.end()) return {};  // check_command says so
    command.where = middle_of(dyke->line);
    return fmt::format("the dyke \"{}\" is breached at its middle, {:.0f} {:.0f}; write \"at X Y\" for another place",
                       command.target, command.where.x_m, command.where.y_m);
}

Result<void> check_command(const City& city, const Command& command) {
    if (addressee_of(command.kind) == Addressee::Platform && !alarm_number(command.target)) {
        return fail("", "\"" + command.target + "\" is no alarm number",
                    "write a number from 1, as `songdoi alarms` shows");
    }
    if (addressee_of(command.kind) == Addressee::Devices) return check_device_fault(city, command);
    const auto input = input_of(command);
    return input ? check_input(city, *input) : Result<void>{};
}

Errors check_events(const Scenario& scenario, const City& city) {
    Errors errors;
    for (const Event& event : scenario.events) {
        const auto checked = check_command(city, event.command);
        if (checked) continue;
        for (Error error : checked.error()) {
            error.file = scenario.file;
            error.line = event.place.line;
            error.column = event.place.column;
            errors.push_back(std::move(error));
        }
    }
    return errors;
}

Errors check_expectations(const Scenario& scenario, const City& city) {
    Errors errors;
    std::vector<std::string> places;
    std::vector<std::string> stations;
    for (const Station& station : city.stations) stations.push_back(station.name);
    for (const Expectation& e : scenario.expectations) {
        if (!e.place.empty() && places.empty()) places = alarm_places(city);
        if (!e.place.empty() && std::find(places.begin(), places.end(), e.place) == places.end()) {
            const std::string near = nearest_word(e.place, places);
            errors.push_back({scenario.file, e.line, 0, "no alarm can have the place \"" + e.place + "\" in this city",
                              near.empty() ? "a street, ward, station, substation, cell site or device"
                                           : "did you mean \"" + near + "\"?"});
        }
        const bool lacks_station =
            e.subject == Subject::Level && std::find(stations.begin(), stations.end(), e.name) == stations.end();
        if (lacks_station) {
            errors.push_back(
                {scenario.file, e.line, 0, "the city has no station \"" + e.name + "\"", suggest(e.name, stations)});
        }
        const bool lacks_device =
            e.subject == Subject::DeviceReads &&
            std::none_of(city.devices.begin(), city.devices.end(), [&](const Device& d) { return d.name == e.name; });
        if (lacks_device) {
            errors.push_back({scenario.file, e.line, 0, "the city has no device \"" + e.name + "\"",
                              "`songdoi city info` shows how devices are named"});
        }
    }
    return errors;
}

}  // namespace sd
