// Pieces of HTML in two languages, and the page around them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sd {

/// The same words in the two languages of a page, as plain text.
struct Bilingual {
    std::string vi;
    std::string en;
};

[[nodiscard]] std::string escape_html(std::string_view text);
[[nodiscard]] std::string base64(std::string_view bytes);
/// Both languages; the switch at the top of the page shows one.
[[nodiscard]] std::string both(const std::string& vi, const std::string& en);
[[nodiscard]] std::string picture_html(std::string_view png, const std::string& caption_html);

/// A table whose cells are already HTML; the first row is the head. Columns from `numbers_from` on stand to the right.
[[nodiscard]] std::string table_html(const std::vector<std::vector<std::string>>& rows,
                                     std::size_t numbers_from = std::string::npos);
[[nodiscard]] std::string section_html(const std::string& vi, const std::string& en, const std::string& body);
/// The whole document.
[[nodiscard]] std::string page_html(const std::string& title, const std::string& body);

}  // namespace sd
