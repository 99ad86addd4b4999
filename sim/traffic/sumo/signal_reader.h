// <tlLogic> with its <phase>s: the same in networks and in additional files.
#pragma once

#include <string>
#include <vector>

#include "sim/traffic/sumo/xml.h"

namespace sd::sumo {

struct ReadProgram {
    std::string signal;
    Place at;
    bool off = false;  ///< program "off": no phases, the links' own states hold
    micro::SignalProgram program;
};

struct SignalReader {
    std::vector<ReadProgram> programs;

    /// true when the element belongs to a signal program (tlLogic, and what stands in it).
    [[nodiscard]] static bool is_logic(std::string_view name) { return name == "tlLogic" || name == "tl-logic"; }
    void open_logic(Element& element);
    /// Elements inside a <tlLogic>; false when unknown.
    bool open_inside(Element& element);
    void close_logic(Findings& findings);
};

}  // namespace sd::sumo
