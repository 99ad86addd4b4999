// Rasters from arbitrary bytes, as terrain comes in: heights or an error, never a crash.
#include <cpl_vsi.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "scenarios/flood/raster.h"
#include "sim/core/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::vector<std::uint8_t> bytes(data, data + size);
    const char* name = "/vsimem/fuzz.tif";
    VSIFCloseL(VSIFileFromMemBuffer(name, bytes.data(), bytes.size(), FALSE));
    static_cast<void>(sd::frame_of_raster(name, 32648));
    const sd::GridFrame frame{32648, 648000.0, 1145000.0, sd::GridSpec{16, 16, 10.0, {}}};
    const auto heights = sd::raster_on(name, frame, sd::Resample::Bilinear);
    SD_CHECK(!heights || heights->size() == 256);
    VSIUnlink(name);
    return 0;
}
