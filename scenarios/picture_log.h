// Keyframes of one eye: a journal whose records (kind 1) are encoded Pictures, oldest first. The viewer seeks in it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "sim/core/picture.h"
#include "sim/core/result.h"
#include "twin/wire/journal.h"

namespace sd {

inline constexpr std::uint32_t kPictureRecord = 1;

class PictureLog {
public:
    [[nodiscard]] static Result<PictureLog> create(Disk& disk, const std::filesystem::path& file);
    [[nodiscard]] Result<void> add(const std::string& encoded);

private:
    std::unique_ptr<Journal> journal_;
};

[[nodiscard]] Result<void> each_picture(const std::filesystem::path& file,
                                        const std::function<void(const Picture&)>& visit);

}  // namespace sd
