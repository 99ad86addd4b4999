#include "scenarios/page/files.h"

#include <fstream>
#include <sstream>

namespace sd {

Result<void> write_file(const std::filesystem::path& file, std::string_view text) {
    const std::filesystem::path temporary = file.string() + ".new";
    {
        std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
        out.flush();
        if (!out) return fail(file.string(), "the file cannot be written", "check the folder and free space");
    }
    std::error_code code;
    std::filesystem::rename(temporary, file, code);
    if (code) return fail(file.string(), "the file cannot be replaced: " + code.message());
    return {};
}

Result<void> append_file(const std::filesystem::path& file, std::string_view text) {
    std::ofstream out(file, std::ios::binary | std::ios::app);
    out << text;
    out.close();
    if (!out) return fail(file.string(), "cannot be written to", "is the disk full, or the folder read-only?");
    return {};
}

Result<std::string> read_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return fail(file.string(), "the file cannot be read");
    return text.str();
}

}  // namespace sd
