#include "twin/alerts.h"

#include <algorithm>

namespace sd {
namespace {

const std::string kPlatform = "platform";

}  // namespace

void AlarmBook::apply(std::size_t rule, const std::vector<Sign>& signs, Instant now, const Changed& changed) {
    for (const Sign& sign : signs) see(rule, sign, watches_[{rule, sign.key}], now, changed);

    const Rule& row = rules()[rule];
    auto it = watches_.lower_bound({rule, 0});
    while (it != watches_.end() && it->first.first == rule) {
        Watch& watch = it->second;
        if (watch.last_sign == now) {
            ++it;
            continue;
        }
        watch.tripping = false;
        if (watch.alarm != Watch::kNone && now - watch.last_sign < row.clear_after) {
            ++it;
            continue;
        }
        if (watch.alarm != Watch::kNone && alarms_[watch.alarm].state != AlarmState::Closed) {
            AlarmView& alarm = alarms_[watch.alarm];
            alarm.state = AlarmState::Closed;
            alarm.updated = now;
            changed(alarm, kPlatform);
        }
        it = watches_.erase(it);
    }
}

void AlarmBook::see(std::size_t rule, const Sign& sign, Watch& watch, Instant now, const Changed& changed) {
    const Rule& row = rules()[rule];
    watch.last_sign = now;
    const bool trips = sign.phase == SignPhase::Trip;
    if (trips && !watch.tripping) watch.trip_since = now;
    watch.tripping = trips;

    const bool detected = trips && now - watch.trip_since >= row.hold;
    // Half-way to detection the desk may already look.
    const bool precursor = sign.phase == SignPhase::Pre || (trips && (now - watch.trip_since) * 2 >= row.hold);
    if (watch.alarm == Watch::kNone) {
        if (!detected && !precursor) return;
        watch.alarm = open(rule, sign, detected ? AlarmState::Detected : AlarmState::Precursor, now);
        changed(alarms_[watch.alarm], kPlatform);
        return;
    }
    AlarmView& alarm = alarms_[watch.alarm];
    // Closed by hand while the cause lasts: it stays closed until the rule has been quiet.
    if (alarm.state == AlarmState::Closed) return;
    const bool moves_on = alarm.state == AlarmState::Precursor && detected;
    update(alarm, rule, sign, moves_on ? AlarmState::Detected : alarm.state, now, changed);
}

std::size_t AlarmBook::open(std::size_t rule, const Sign& sign, AlarmState state, Instant now) {
    AlarmTexts texts = alarm_texts(rules()[rule].name, sign, state);
    AlarmView alarm;
    alarm.id = alarms_.size() + 1;
    alarm.rule = rules()[rule].name;
    alarm.place = sign.place;
    alarm.text_vi = std::move(texts.vi);
    alarm.text_en = std::move(texts.en);
    alarm.severity = sign.severity;
    alarm.state = state;
    alarm.at_xy = sign.at_xy;
    alarm.since = now;
    alarm.updated = now;
    alarm.value = sign.value;
    alarm.threshold = sign.threshold;
    alarms_.push_back(std::move(alarm));
    return alarms_.size() - 1;
}

void AlarmBook::update(AlarmView& alarm, std::size_t rule, const Sign& sign, AlarmState state, Instant now,
                       const Changed& changed) {
    const bool news = state != alarm.state || sign.severity > alarm.severity;
    alarm.value = sign.value;
    if (!news) return;
    alarm.state = state;
    alarm.severity = std::max(alarm.severity, sign.severity);
    alarm.threshold = sign.threshold;
    alarm.at_xy = sign.at_xy;
    alarm.updated = now;
    AlarmTexts texts = alarm_texts(rules()[rule].name, sign, state);
    alarm.text_vi = std::move(texts.vi);
    alarm.text_en = std::move(texts.en);
    changed(alarm, kPlatform);
}

bool AlarmBook::act(std::uint64_t id, AlarmState state, const std::string& actor, Instant at, const Changed& changed) {
    if (id == 0 || id > alarms_.size()) return false;
    AlarmView& alarm = alarms_[id - 1];
    if (alarm.state == AlarmState::Closed || state <= alarm.state || state == AlarmState::Detected) return false;
    // A precursor is not yet an incident: it can be dismissed, not acknowledged.
    if (alarm.state == AlarmState::Precursor && state == AlarmState::Acknowledged) return false;
    alarm.state = state;
    alarm.updated = at;
    changed(alarm, actor);
    return true;
}

void AlarmBook::add_to_hash(StateHash& hash) const {
    for (const AlarmView& a : alarms_) {
        hash.add(a.id);
        hash.add(std::span<const char>(a.rule.data(), a.rule.size()));
        hash.add(std::span<const char>(a.place.data(), a.place.size()));
        hash.add(std::span<const char>(a.text_en.data(), a.text_en.size()));
        hash.add(a.severity);
        hash.add(a.state);
        hash.add(a.since.ns);
        hash.add(a.updated.ns);
        hash.add(a.value);
    }
}

}  // namespace sd
