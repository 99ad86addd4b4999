#include <GL/gl.h>
#include <stb/stb_image_write.h>

#include <algorithm>

#include "viz/scene.h"

namespace sd::viz {

PixelImage read_pixels(Viewport viewport) {
    PixelImage image{viewport.width_px, viewport.height_px, {}};
    const auto row = static_cast<std::size_t>(viewport.width_px) * 3;
    std::vector<unsigned char> upside(row * static_cast<std::size_t>(viewport.height_px));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, viewport.width_px, viewport.height_px, GL_RGB, GL_UNSIGNED_BYTE, upside.data());
    image.rgb.resize(upside.size());
    for (std::size_t j = 0; j < static_cast<std::size_t>(viewport.height_px); ++j) {
        const auto from = upside.begin() + static_cast<std::ptrdiff_t>(upside.size() - (j + 1) * row);
        std::copy_n(from, row, image.rgb.begin() + static_cast<std::ptrdiff_t>(j * row));
    }
    return image;
}

Result<void> write_png(const PixelImage& image, const std::string& path) {
    if (stbi_write_png(path.c_str(), image.width_px, image.height_px, 3, image.rgb.data(), image.width_px * 3) == 0) {
        return fail(path, "the picture cannot be written", "check that the folder exists and is writable");
    }
    return {};
}

}  // namespace sd::viz
