// What the outside world did wrong, all of it at once, with the place and the cure.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace sd {

/// One finding. `line` and `column` are 1-based; 0 means the whole file (or no file at all).
struct Error {
    std::string file;
    int line = 0;
    int column = 0;
    std::string message;  ///< what was found and what was expected
    std::string hint;     ///< how to mend it; may be empty
};

using Errors = std::vector<Error>;

template <class T>
using Result = tl::expected<T, Errors>;

/// "file:line:column: message (hint)"
[[nodiscard]] std::string to_text(const Error& error);
/// One line each.
[[nodiscard]] std::string to_text(const Errors& errors);

[[nodiscard]] inline tl::unexpected<Errors> fail(std::string file, std::string message, std::string hint = {}) {
    return tl::unexpected<Errors>(Errors{Error{std::move(file), 0, 0, std::move(message), std::move(hint)}});
}
[[nodiscard]] inline tl::unexpected<Errors> fail(Errors errors) { return tl::unexpected<Errors>(std::move(errors)); }

}  // namespace sd
