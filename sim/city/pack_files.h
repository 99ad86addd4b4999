// Files and compression of a pack; the only place that knows zstd.
#pragma once

#include <filesystem>

#include "sim/core/archive.h"
#include "sim/core/result.h"

namespace sd::pack {

/// Largest layer accepted, unpacked: a raster of 200 million cells would still fit.
inline constexpr std::uint64_t kLargestLayer = 1ULL << 30;

using archive::Bytes;

[[nodiscard]] Bytes compress(const Bytes& raw);
/// `file` is for messages; `raw_size` is what the manifest promises.
[[nodiscard]] Result<Bytes> decompress(const Bytes& packed, std::uint64_t raw_size, const std::string& file);
[[nodiscard]] Result<Bytes> read_file(const std::filesystem::path& file, std::uint64_t largest);
[[nodiscard]] Result<void> write_file(const std::filesystem::path& file, const void* data, std::size_t size);
/// Puts the finished folder `fresh` in the place of `folder`.
[[nodiscard]] Result<void> swap_folder(const std::filesystem::path& fresh, const std::filesystem::path& folder);

}  // namespace sd::pack
