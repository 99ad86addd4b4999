#include "twin/dedupe.h"

#include <algorithm>

#include "sim/core/check.h"

namespace sd {
namespace {

constexpr std::uint64_t bit_of(std::uint32_t seq) { return std::uint64_t{1} << (seq % 64); }
constexpr std::size_t word_of(std::uint32_t seq) { return (seq % Dedupe::kWindow) / 64; }

}  // namespace

Seen Dedupe::look(std::uint32_t device, std::uint16_t boot, std::uint32_t seq) const {
    const Boots& boots = devices_[device];
    for (const Window& w : boots) {
        if (w.boot != boot) continue;
        if (seq > w.newest) return Seen::New;
        if (w.newest - seq >= kWindow) return Seen::BeforeWindow;
        return (w.bits[word_of(seq)] & bit_of(seq)) != 0 ? Seen::Duplicate : Seen::New;
    }
    const bool forgotten = boots.size() == kBoots && boot < boots.front().boot;
    return forgotten ? Seen::BeforeWindow : Seen::New;
}

void Dedupe::mark(std::uint32_t device, std::uint16_t boot, std::uint32_t seq) {
    Boots& boots = devices_[device];
    auto at =
        std::lower_bound(boots.begin(), boots.end(), boot, [](const Window& w, std::uint16_t b) { return w.boot < b; });
    if (at == boots.end() || at->boot != boot) {
        at = boots.insert(at, Window{boot, 0, {}});
        if (boots.size() > kBoots) {
            SD_CHECK(at != boots.begin());  // look() refuses boots older than all that are remembered
            boots.erase(boots.begin());
            at = std::lower_bound(boots.begin(), boots.end(), boot,
                                  [](const Window& w, std::uint16_t b) { return w.boot < b; });
        }
    }
    if (seq > at->newest) {
        if (seq - at->newest >= kWindow) {
            at->bits.fill(0);
        } else {
            for (std::uint32_t s = at->newest + 1; s < seq; ++s) at->bits[word_of(s)] &= ~bit_of(s);
        }
        at->newest = seq;
    }
    at->bits[word_of(seq)] |= bit_of(seq);
}

}  // namespace sd
