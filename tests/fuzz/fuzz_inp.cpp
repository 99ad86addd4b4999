// Any text as an .inp file must give a network or errors with places, never a crash; and a network that was read must
// compile and run for a minute with its water in order.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/core/check.h"
#include "sim/sewer/inp.h"
#include "sim/sewer/state.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    auto inp = sd::sewer::parse_inp(text, "fuzz.inp");
    if (!inp) {
        SD_CHECK(!inp.error().empty());
        return 0;
    }
    const auto model = sd::sewer::compile(std::move(inp->network));
    SD_CHECK(model.has_value());
    sd::sewer::State state = sd::sewer::make_state(*model);
    sd::sewer::Scratch scratch = sd::sewer::make_scratch(*model);
    sd::sewer::advance(*model, state, scratch, {}, sd::minutes(1));
    SD_CHECK(sd::sewer::imbalance(state) == 0);
    return 0;
}
