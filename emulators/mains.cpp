#include "emulators/mains.h"

namespace sd {

void Mains::take(const WorldView& view, Instant at) {
    for (std::uint32_t c = 0; c < now_.size(); ++c) {
        Cabinet& cabinet = now_[c];
        const bool on = view.is_on(Channel::CabinetPowered, c, at);
        if (on == (cabinet.on != 0)) continue;
        if (on) {
            ++cabinet.returns[0];
            if (at.ns - cabinet.off_since_ns > kBackup.ns) ++cabinet.returns[1];
        } else {
            cabinet.off_since_ns = at.ns;
        }
        cabinet.on = on ? 1 : 0;
    }
}

void Mains::advance(const WorldView& view) {
    take(view, view.from());
    before_ = now_;
    take(view, view.until());
    until_ = view.until();
}

void Mains::add_to(StateHash& hash) const {
    for (const Cabinet& cabinet : now_) {
        hash.add(cabinet.on);
        hash.add(cabinet.off_since_ns);
        hash.add(cabinet.returns[0]);
        hash.add(cabinet.returns[1]);
    }
}

}  // namespace sd
