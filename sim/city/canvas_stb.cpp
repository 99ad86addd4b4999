// The only file that knows the stb headers.
#define STB_TRUETYPE_IMPLEMENTATION
#define STBTT_STATIC
#if !defined(__clang_analyzer__)  // the analyser should look at our own code
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#endif
#include <stb/stb_image_write.h>
#include <stb/stb_truetype.h>

#include "sim/city/canvas.h"
#include "sim/city/pack_files.h"
#include "sim/core/check.h"

namespace sd {

struct Font::Body {
    std::vector<std::uint8_t> file;
    stbtt_fontinfo info{};
};

Font::Font(std::unique_ptr<Body> body) : body_(std::move(body)) {}
Font::~Font() = default;

Result<std::shared_ptr<const Font>> Font::load() {
    constexpr const char* kFile = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
    auto file = pack::read_file(kFile, 16U << 20);
    if (!file) return fail(kFile, "the font for maps cannot be read", "install fonts-dejavu-core");
    auto body = std::make_unique<Body>();
    body->file = std::move(*file);
    const int start = stbtt_GetFontOffsetForIndex(body->file.data(), 0);
    if (start < 0 || stbtt_InitFont(&body->info, body->file.data(), start) == 0) {
        return fail(kFile, "is not a TrueType font", "install fonts-dejavu-core again");
    }
    return std::shared_ptr<const Font>(new Font(std::move(body)));
}

Font::Glyph Font::glyph(char32_t letter, double size_px) const {
    const float scale = stbtt_ScaleForPixelHeight(&body_->info, static_cast<float>(size_px));
    Glyph out;
    unsigned char* bitmap = stbtt_GetCodepointBitmap(&body_->info, scale, scale, static_cast<int>(letter), &out.width,
                                                     &out.height, &out.left, &out.top);
    if (bitmap == nullptr) return {};
    out.coverage.assign(bitmap, bitmap + static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
    stbtt_FreeBitmap(bitmap, nullptr);
    return out;
}

double Font::advance(char32_t letter, double size_px) const {
    int advance = 0;
    int bearing = 0;
    stbtt_GetCodepointHMetrics(&body_->info, static_cast<int>(letter), &advance, &bearing);
    return advance * static_cast<double>(stbtt_ScaleForPixelHeight(&body_->info, static_cast<float>(size_px)));
}

std::vector<std::uint8_t> Canvas::png() const {
    std::vector<std::uint8_t> out;
    const auto append = [](void* to, void* data, int size) {
        const auto* from = static_cast<const std::uint8_t*>(data);
        auto* bytes = static_cast<std::vector<std::uint8_t>*>(to);
        bytes->insert(bytes->end(), from, from + size);
    };
    SD_CHECK(stbi_write_png_to_func(append, &out, width_, height_, 3, pixels_.data(), 3 * width_) != 0);
    return out;
}

}  // namespace sd
