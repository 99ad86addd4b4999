// Any text must give a scenario or errors with places, never a crash.
#include <cstddef>
#include <cstdint>
#include <string>

#include "scenarios/scenario.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    (void)sd::parse_scenario(text, "fuzz.yaml");
    return 0;
}
