// Live pictures for eyes outside: truth and belief on an endpoint each. A tap only looks; a run with and without one
// has the same hashes.
#pragma once

#include <memory>
#include <string>

#include "scenarios/run_dir.h"
#include "sim/core/picture.h"
#include "twin/wire/bus.h"

namespace sd {

class Tap {
public:
    /// Binds both endpoints on loopback and writes them into tap.addr ("truth ADDRESS", "belief ADDRESS").
    [[nodiscard]] static Result<std::unique_ptr<Tap>> open(const RunDir& dir);
    /// In three processes: binds the truth's endpoint only and writes both; the twin's process binds `belief`.
    [[nodiscard]] static Result<std::unique_ptr<Tap>> open_truth(const RunDir& dir, const std::string& belief);
    [[nodiscard]] static Result<std::unique_ptr<Tap>> open_belief(const std::string& address);
    /// `wall_s` is the pace's clock; pictures closer than 0.2 s are left out, for no eye sees them.
    [[nodiscard]] bool wants(Eye eye, double wall_s) const;
    void publish(Eye eye, const std::string& encoded, double wall_s);

private:
    [[nodiscard]] Result<std::string> bind(Eye eye, const std::string& address);

    std::unique_ptr<ViewPublisher> publisher_[2];
    double last_s_[2] = {-1e9, -1e9};
};

}  // namespace sd
