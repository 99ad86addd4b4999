// The console of a live run: a control endpoint on loopback whose address lies in the run directory. Orders arrive as
// acknowledged facts; what became of each is appended to control.log, which is also how the second terminal learns it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/run_dir.h"
#include "twin/wire/bus.h"
#include "twin/wire/codec.h"

namespace sd {

class ControlServer {
public:
    [[nodiscard]] static Result<std::unique_ptr<ControlServer>> open(const RunDir& dir);
    ~ControlServer();

    /// Orders that arrived, oldest first. `reply` must be called for each, in order.
    struct Order {
        Control control;
        std::uint32_t sender = 0;
    };
    [[nodiscard]] std::vector<Order> poll();
    void reply(const Order& order, const std::string& text);

private:
    RunDir dir_;
    std::unique_ptr<FactReceiver> receiver_;
};

/// One line of control.log: "SENDER ok …" or "SENDER error …".
[[nodiscard]] std::filesystem::path control_log(const RunDir& dir);

/// Sends one order to a live run and waits (a few seconds at most) for its reply; the reply's text, or why not.
[[nodiscard]] Result<std::string> send_control(const RunDir& dir, const Control& control);

}  // namespace sd
