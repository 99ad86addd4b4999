#include "sim/core/result.h"

namespace sd {

std::string to_text(const Error& error) {
    std::string out = error.file;
    if (error.line > 0) out += ":" + std::to_string(error.line) + ":" + std::to_string(error.column);
    if (!out.empty()) out += ": ";
    out += error.message;
    if (!error.hint.empty()) out += " (" + error.hint + ")";
    return out;
}

std::string to_text(const Errors& errors) {
    std::string out;
    for (const Error& error : errors) out += to_text(error) + "\n";
    return out;
}

}  // namespace sd
