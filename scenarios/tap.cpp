#include "scenarios/tap.h"

namespace sd {
namespace {
constexpr double kLeastGap_s = 0.2;
std::size_t index_of(Eye eye) { return eye == Eye::Truth ? 0 : 1; }

constexpr const char* kAnyPort = "tcp://127.0.0.1:*";

Result<void> write_addresses(const RunDir& dir, const std::string& truth, const std::string& belief) {
    return write_file(dir.tap_address(), "truth " + truth + "\nbelief " + belief + "\n");
}

}  // namespace

Result<std::string> Tap::bind(Eye eye, const std::string& address) {
    auto bound = bind_views(address);
    if (!bound) return fail(std::move(bound.error()));
    publisher_[index_of(eye)] = std::move(bound->publisher);
    return bound->address;
}

Result<std::unique_ptr<Tap>> Tap::open(const RunDir& dir) {
    auto tap = std::make_unique<Tap>();
    const auto truth = tap->bind(Eye::Truth, kAnyPort);
    if (!truth) return fail(truth.error());
    const auto belief = tap->bind(Eye::Belief, kAnyPort);
    if (!belief) return fail(belief.error());
    if (auto written = write_addresses(dir, *truth, *belief); !written) return fail(written.error());
    return tap;
}

Result<std::unique_ptr<Tap>> Tap::open_truth(const RunDir& dir, const std::string& belief) {
    auto tap = std::make_unique<Tap>();
    const auto truth = tap->bind(Eye::Truth, kAnyPort);
    if (!truth) return fail(truth.error());
    if (auto written = write_addresses(dir, *truth, belief); !written) return fail(written.error());
    return tap;
}

Result<std::unique_ptr<Tap>> Tap::open_belief(const std::string& address) {
    auto tap = std::make_unique<Tap>();
    if (const auto bound = tap->bind(Eye::Belief, address); !bound) return fail(bound.error());
    return tap;
}

bool Tap::wants(Eye eye, double wall_s) const {
    return publisher_[index_of(eye)] && wall_s - last_s_[index_of(eye)] >= kLeastGap_s;
}

void Tap::publish(Eye eye, const std::string& encoded, double wall_s) {
    last_s_[index_of(eye)] = wall_s;
    publisher_[index_of(eye)]->publish(Topic::Picture, encoded);
}

}  // namespace sd
