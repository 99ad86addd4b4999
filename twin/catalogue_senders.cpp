#include "twin/catalogue.h"

namespace sd {

std::vector<StoredSender> senders_of(const City& city, const Catalogue& catalogue) {
    std::vector<StoredSender> out;
    const auto ward_name = [&city](WardId ward) { return ward.valid() ? city.wards[ward.at()].name : std::string(); };
    for (std::uint32_t d = 0; d < city.devices.size(); ++d) {
        const Device& device = city.devices[d];
        StoredSender sender;
        sender.id = d;
        sender.kind = info_of(device.kind).name;
        sender.name = device.name;
        const std::uint32_t place = catalogue.place_of_device[d];
        sender.place = place == Catalogue::kNoPlace ? ward_name(device.ward) : catalogue.places[place].name;
        sender.at = device.at;
        out.push_back(std::move(sender));
    }
    for (std::uint32_t p = 0; p < city.population.size(); ++p) {
        StoredSender sender;
        sender.stream = StreamKind::People;
        sender.id = p;
        sender.kind = "people";
        sender.name = "cell " + std::to_string(p);
        sender.place = ward_name(city.population[p].ward);
        sender.at = city.population[p].at;
        out.push_back(std::move(sender));
    }
    return out;
}

}  // namespace sd
