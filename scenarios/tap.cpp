#include "scenarios/tap.h"

namespace sd {
namespace {
constexpr double kLeastGap_s = 0.2;
std::size_t index_of(Eye eye) { return eye == Eye::Truth ? 0 : 1; }
}  // namespace

Result<std::unique_ptr<Tap>> Tap::open(const RunDir& dir) {
    auto tap = std::make_unique<Tap>();
    std::string text;
    for (const Eye eye : {Eye::Truth, Eye::Belief}) {
        auto bound = bind_views("tcp://127.0.0.1:*");
        if (!bound) return fail(std::move(bound.error()));
        tap->publisher_[index_of(eye)] = std::move(bound->publisher);
        text += std::string(eye == Eye::Truth ? "truth " : "belief ") + bound->address + "\n";
    }
    if (auto written = write_file(dir.tap_address(), text); !written) return fail(written.error());
    return tap;
}

bool Tap::wants(Eye eye, double wall_s) const { return wall_s - last_s_[index_of(eye)] >= kLeastGap_s; }

void Tap::publish(Eye eye, const std::string& encoded, double wall_s) {
    last_s_[index_of(eye)] = wall_s;
    publisher_[index_of(eye)]->publish(Topic::Picture, encoded);
}

}  // namespace sd
