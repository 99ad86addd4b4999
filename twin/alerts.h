// The alarm book: what rules see becomes alarms with a life. Precursor → Detected → Acknowledged → Closed; an alarm
// closes itself when its rule has seen nothing there for a while. Ids count from 1 in the order of opening, which is a
// function of the readings alone.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/hash.h"
#include "sim/core/picture.h"
#include "twin/rules.h"

namespace sd {

class AlarmBook {
public:
    using Changed = std::function<void(const AlarmView&, const std::string& actor)>;

    /// One look of one rule. `changed` hears every new state, severity or text, not every new value.
    void apply(std::size_t rule, const std::vector<Sign>& signs, Instant now, const Changed& changed);
    /// An operator's step: forward only, never out of Closed. False when not allowed.
    bool act(std::uint64_t id, AlarmState state, const std::string& actor, Instant at, const Changed& changed);

    [[nodiscard]] const std::vector<AlarmView>& all() const { return alarms_; }
    void add_to_hash(StateHash& hash) const;

private:
    /// An open alarm, or one in the making (alarm = kNone).
    struct Watch {
        static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
        std::size_t alarm = kNone;
        Instant trip_since;
        bool tripping = false;
        Instant last_sign;
    };
    using Watches = std::map<std::pair<std::size_t, std::uint32_t>, Watch>;  ///< (rule, key)

    void see(std::size_t rule, const Sign& sign, Watch& watch, Instant now, const Changed& changed);
    std::size_t open(std::size_t rule, const Sign& sign, AlarmState state, Instant now);
    void update(AlarmView& alarm, std::size_t rule, const Sign& sign, AlarmState state, Instant now,
                const Changed& changed);

    std::vector<AlarmView> alarms_;
    Watches watches_;
};

/// Texts of an alarm in both languages.
struct AlarmTexts {
    std::string vi;
    std::string en;
};
[[nodiscard]] AlarmTexts alarm_texts(const std::string& rule, const Sign& sign, AlarmState state);

}  // namespace sd
