#include "scenarios/emulator_stage.h"

#include "twin/wire/codec.h"

namespace sd {

EmulatorStage::EmulatorStage(const City& city, const FleetConfig& config, FactSender& sender,
                             std::unique_ptr<IssueLog> issues)
    : plan_(sample_plan_of(city)),
      fleet_(make_fleet(city, plan_, config)),
      sender_(sender),
      issues_(std::move(issues)) {}

void EmulatorStage::send(Topic topic, StreamId stream, const std::string& payload) {
    while (!sender_.send(topic, stream, payload)) sender_.pump(10);
}

Result<void> EmulatorStage::take(const Command& command) {
    if (addressee_of(command.kind) == Addressee::Devices) return fleet_->inject(command);
    orders_.push_back(command);
    return {};
}

Result<void> EmulatorStage::on_frame(std::shared_ptr<const TruthFrame> frame) {
    const WorldView view(*before_, *frame);
    batch_.clear();
    reports_.clear();
    fleet_->emit(view, parallel_, batch_);
    fleet_->emit_reports(view, reports_);
    if (issues_) {
        issues_->add(IssueStream::Devices, fleet_->last_issued());
        issues_->add(IssueStream::People, issued_reports(reports_));
        if (auto done = issues_->commit(); !done) return done;
    }
    // One frame of each per period even when empty: the twin can then count that nothing is on its way.
    send(Topic::Readings, kDeviceStream, encode(batch_));
    send(Topic::Reports, kPeopleStream, encode(reports_));
    send(Topic::Commands, kDeskStream, encode(orders_));
    orders_.clear();
    send(Topic::SignOff, kSignOffStream, encode(frame->at));
    sender_.pump(0);
    before_ = std::move(frame);
    return {};
}

Result<void> EmulatorStage::close() { return issues_ ? issues_->commit() : Result<void>{}; }

}  // namespace sd
