#include "scenarios/results/png.h"

#include <cpl_vsi.h>
#include <fmt/format.h>

#include <atomic>
#include <cstddef>

#include "scenarios/results/gdal.h"

namespace sd::results {
namespace {

Dataset in_memory(const Pixels& pixels) {
    GDALDriver* memory = GetGDALDriverManager()->GetDriverByName("MEM");
    if (memory == nullptr) return nullptr;
    Dataset data(memory->Create("", pixels.width, pixels.height, 4, GDT_Byte, nullptr));
    if (!data) return nullptr;
    auto* bytes = const_cast<Pixel*>(pixels.at.data());  // GDAL has one call for both ways
    constexpr auto kPixel = static_cast<GSpacing>(sizeof(Pixel));
    const CPLErr written =
        data->RasterIO(GF_Write, 0, 0, pixels.width, pixels.height, bytes, pixels.width, pixels.height, GDT_Byte, 4,
                       nullptr, kPixel, kPixel * pixels.width, 1, nullptr);
    if (written != CE_None) return nullptr;
    data->GetRasterBand(4)->SetColorInterpretation(GCI_AlphaBand);
    return data;
}

}  // namespace

Result<std::string> png_bytes(const Pixels& pixels) {
    static std::atomic<unsigned> count{0};
    const QuietGdal quiet;
    const std::string name = fmt::format("/vsimem/songdoi-{}.png", count.fetch_add(1));
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("PNG");
    Dataset from = in_memory(pixels);
    Dataset to;
    if (driver != nullptr && from) {
        to.reset(driver->CreateCopy(name.c_str(), from.get(), 0, nullptr, nullptr, nullptr));
    }
    const bool made = to != nullptr;
    to.reset();
    vsi_l_offset size = 0;
    GByte* bytes = made ? VSIGetMemFileBuffer(name.c_str(), &size, 0) : nullptr;
    std::string out;
    if (bytes != nullptr) out.assign(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    VSIUnlink(name.c_str());
    VSIUnlink((name + ".aux.xml").c_str());
    if (out.empty()) return fail("", "GDAL made no PNG picture: " + QuietGdal::why());
    return out;
}

}  // namespace sd::results
