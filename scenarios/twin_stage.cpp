#include "scenarios/twin_stage.h"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/emulator_stage.h"
#include "scenarios/frame_period.h"
#include "twin/wire/codec.h"

namespace sd {

TwinStage::TwinStage(Twin& twin, FactReceiver& receiver, Instant start)
    : twin_(twin),
      receiver_(receiver),
      start_(start),
      newest_{{kDeviceStream, 0}, {kPeopleStream, 0}, {kDeskStream, 0}} {
    for (const Durable& d : twin.recovered()) {
        receiver_.resume_after(d.stream, d.boot, d.seq);
        came(d.stream, d.seq);
    }
}

void TwinStage::came(StreamId stream, std::uint64_t seq) {
    if (const auto found = newest_.find(stream); found != newest_.end()) found->second = std::max(found->second, seq);
}

bool TwinStage::all_came(std::uint64_t periods) const {
    return std::all_of(newest_.begin(), newest_.end(), [periods](const auto& row) { return row.second >= periods; });
}

Result<void> TwinStage::take(const Frame& frame) {
    if (frame.topic == Topic::SignOff) {
        const auto at = decode_instant(frame.payload);
        if (!at) {
            // Without it the belief would never move again.
            return fail("", fmt::format("sign-off {} of the emulators cannot be read: {}", frame.seq,
                                        to_text(at.error().front())));
        }
        pending_.push_back({*at, frame.boot, frame.seq});
    } else if (frame.topic == Topic::Control) {
        finished_ = true;
        receiver_.acknowledge(frame.stream, frame.boot, frame.seq);
    } else {
        twin_.receive(frame);
        came(frame.stream, frame.seq);
    }
    return {};
}

Result<void> TwinStage::advance_ready(const OnAdvanced& on_advanced) {
    while (!pending_.empty()) {
        const SignOffFrame next = pending_.front();
        const auto periods = static_cast<std::uint64_t>((next.at - start_) / kRunFramePeriod);
        if (!all_came(periods)) return {};
        // After a restart several periods may be due at once; the belief walks them one by one, as it would have.
        for (Instant t = std::max(twin_.watermark(), start_) + kRunFramePeriod; t <= next.at; t = t + kRunFramePeriod) {
            twin_.advance(t);
            if (auto done = on_advanced(t); !done) return done;
        }
        receiver_.acknowledge(kSignOffStream, next.boot, next.seq);
        pending_.pop_front();
    }
    return {};
}

Result<bool> TwinStage::round(int wait_ms, const OnAdvanced& on_advanced) {
    const std::vector<Frame> frames = receiver_.poll(wait_ms);
    for (const Frame& frame : frames) {
        if (auto taken = take(frame); !taken) return fail(taken.error());
    }
    if (frames.empty()) return false;
    if (auto done = twin_.commit(); !done) return fail(done.error());
    for (const Durable& d : twin_.take_durable()) receiver_.acknowledge(d.stream, d.boot, d.seq);
    if (auto done = advance_ready(on_advanced); !done) return fail(done.error());
    return true;
}

}  // namespace sd
