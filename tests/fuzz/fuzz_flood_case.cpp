// Flood cases from arbitrary text: a case or errors, never a crash. What is read must be ready to run.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scenarios/flood/case_file.h"
#include "sim/flood/isa.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto read = sd::parse_flood_case(text, "/nowhere/case.yaml", 4096.0);
    if (read) static_cast<void>(sd::hydro::make_case_state(read->flood_case, sd::flood::isa_index("")));
    return 0;
}
