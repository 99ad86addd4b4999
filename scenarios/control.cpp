#include "scenarios/control.h"

#include <unistd.h>

#include <fstream>
#include <sstream>

#include "scenarios/pace.h"

namespace sd {

std::filesystem::path control_log(const RunDir& dir) { return dir.root / "control.log"; }

Result<std::unique_ptr<ControlServer>> ControlServer::open(const RunDir& dir) {
    auto bound = bind_facts("tcp://127.0.0.1:*");
    if (!bound) return fail(std::move(bound.error()));
    auto out = std::make_unique<ControlServer>();
    out->dir_ = dir;
    out->receiver_ = std::move(bound->receiver);
    std::error_code ignored;
    std::filesystem::remove(control_log(dir), ignored);
    if (auto written = write_file(dir.control_address(), bound->address + "\n"); !written) return fail(written.error());
    return out;
}

ControlServer::~ControlServer() {
    std::error_code ignored;
    std::filesystem::remove(dir_.control_address(), ignored);
}

std::vector<ControlServer::Order> ControlServer::poll() {
    std::vector<Order> out;
    for (const Frame& frame : receiver_->poll(0)) {
        receiver_->acknowledge(frame.stream, frame.boot, frame.seq);
        if (frame.topic != Topic::Control) continue;
        auto control = decode_control(frame.payload);
        if (control)
            out.push_back({std::move(*control), frame.stream.shard});
        else
            reply({{}, frame.stream.shard}, "error the order cannot be read");
    }
    return out;
}

void ControlServer::reply(const Order& order, const std::string& text) {
    std::ofstream log(control_log(dir_), std::ios::app);
    log << order.sender << ' ' << text << '\n';
}

namespace {

/// The last reply to `sender`, or "".
std::string reply_to(const RunDir& dir, const std::string& sender) {
    std::ifstream log(control_log(dir));
    std::string line;
    std::string found;
    while (std::getline(log, line)) {
        if (line.starts_with(sender + " ")) found = line.substr(sender.size() + 1);
    }
    return found;
}

}  // namespace

Result<std::string> send_control(const RunDir& dir, const Control& control) {
    std::error_code code;
    if (!std::filesystem::exists(dir.control_address(), code)) {
        return fail(dir.root.string(), "this run is not live: it has no control.addr", "is `songdoi run` still going?");
    }
    auto text = read_file(dir.control_address());
    if (!text) return fail(text.error());
    const std::string address = text->substr(0, text->find('\n'));
    const auto sender_id = static_cast<std::uint32_t>(::getpid());
    auto sender = connect_facts(address, "console-" + std::to_string(sender_id), sender_id);
    if (!sender) return fail(std::move(sender.error()));
    if (!(*sender)->send(Topic::Control, {StreamKind::Control, sender_id}, encode(control))) {
        return fail(address, "the order could not be queued");
    }
    const WallClock clock = system_wall_clock();
    const double begun_s = clock.now_s();
    while (clock.now_s() - begun_s < 10.0) {
        (*sender)->pump(20);
        const std::string reply = reply_to(dir, std::to_string(sender_id));
        if (reply.starts_with("error ")) return fail("", reply.substr(6));
        if (!reply.empty()) return reply;
        clock.wait_s(0.02);
    }
    return fail(address, "the run did not answer within 10 s", "is `songdoi run` still going?");
}

}  // namespace sd
