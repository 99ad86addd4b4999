#include "viz/tracks.h"

#include <algorithm>

#include "twin/wire/codec.h"

namespace sd::viz {
namespace {
constexpr std::size_t kDecoded = 6;  // a decoded picture of the default city is about 11 MB
}

void PictureTrack::add(std::string encoded, std::shared_ptr<const Picture> picture) {
    if (!items_.empty() && picture->at <= items_.back().at) return;
    items_.push_back({picture->at, std::move(encoded)});
    remember(items_.back().at, std::move(picture));
}

void PictureTrack::keep_newest(std::size_t most) {
    while (items_.size() > most) items_.pop_front();
}

void PictureTrack::remember(Instant at, std::shared_ptr<const Picture> picture) {
    recent_.emplace_back(at, std::move(picture));
    if (recent_.size() > kDecoded) recent_.pop_front();
}

std::shared_ptr<const Picture> PictureTrack::decoded(std::size_t i) {
    const auto same = [at = items_[i].at](const auto& r) { return r.first == at; };
    const auto found = std::find_if(recent_.begin(), recent_.end(), same);
    if (found != recent_.end()) return found->second;
    auto picture = decode_picture(items_[i].encoded);
    SD_CHECK(picture.has_value());  // it was decoded once when it came in
    auto shared = std::make_shared<const Picture>(std::move(*picture));
    remember(items_[i].at, shared);
    return shared;
}

PictureSpan PictureTrack::span(Instant t) {
    if (items_.empty()) return {};
    const auto later = [](Instant a, const Item& b) { return a < b.at; };
    const auto after =
        static_cast<std::size_t>(std::upper_bound(items_.begin(), items_.end(), t, later) - items_.begin());
    if (after == 0) return {decoded(0), nullptr, 0.0};
    const auto first = decoded(after - 1);
    if (after == items_.size() || items_[after - 1].at == t) return {first, nullptr, 0.0};
    const double whole_s = (items_[after].at - items_[after - 1].at).seconds();
    return {first, decoded(after), (t - items_[after - 1].at).seconds() / whole_s};
}

}  // namespace sd::viz
