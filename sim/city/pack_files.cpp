#include "sim/city/pack_files.h"

#include <zstd.h>

#include <fstream>

#include "sim/core/check.h"

namespace sd::pack {

Bytes compress(const Bytes& raw) {
    constexpr int kLevel = 9;  // a pack is written once and read often
    Bytes out(ZSTD_compressBound(raw.size()));
    const std::size_t size = ZSTD_compress(out.data(), out.size(), raw.data(), raw.size(), kLevel);
    SD_CHECK(ZSTD_isError(size) == 0);
    out.resize(size);
    return out;
}

Result<Bytes> decompress(const Bytes& packed, std::uint64_t raw_size, const std::string& file) {
    if (raw_size > kLargestLayer) return fail(file, "layer of " + std::to_string(raw_size) + " bytes", "at most 1 GiB");
    const unsigned long long promised = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (promised != raw_size) {
        return fail(file, "is not the compressed layer that the manifest describes", "write the pack again");
    }
    Bytes out(raw_size);
    const std::size_t size = ZSTD_decompress(out.data(), out.size(), packed.data(), packed.size());
    if (ZSTD_isError(size) != 0 || size != raw_size) {
        return fail(file, std::string("cannot be decompressed: ") + ZSTD_getErrorName(size), "write the pack again");
    }
    return out;
}

Result<Bytes> read_file(const std::filesystem::path& file, std::uint64_t largest) {
    std::ifstream in(file, std::ios::binary | std::ios::ate);
    if (!in) return fail(file.string(), "cannot be opened", "a pack is a folder with manifest.json and its layers");
    const auto size = static_cast<std::int64_t>(in.tellg());
    if (size < 0 || static_cast<std::uint64_t>(size) > largest) {
        return fail(file.string(), "has " + std::to_string(size) + " bytes", "at most " + std::to_string(largest));
    }
    Bytes out(static_cast<std::size_t>(size));
    in.seekg(0);
    in.read(reinterpret_cast<char*>(out.data()), size);
    if (!in) return fail(file.string(), "cannot be read to its end");
    return out;
}

Result<void> write_file(const std::filesystem::path& file, const void* data, std::size_t size) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
    out.close();
    if (!out) return fail(file.string(), "cannot be written", "is the disk full, or the folder read-only?");
    return {};
}

Result<void> swap_folder(const std::filesystem::path& fresh, const std::filesystem::path& folder) {
    std::error_code error;
    const std::filesystem::path old = folder.string() + ".old";
    std::filesystem::remove_all(old, error);
    const bool existed = std::filesystem::exists(folder, error);
    if (existed) std::filesystem::rename(folder, old, error);
    if (!error) std::filesystem::rename(fresh, folder, error);
    if (error) {
        std::error_code ignored;
        if (existed && !std::filesystem::exists(folder, ignored)) std::filesystem::rename(old, folder, ignored);
        return fail(folder.string(), "the new pack cannot be put in place: " + error.message());
    }
    std::filesystem::remove_all(old, error);
    return {};
}

}  // namespace sd::pack
