#include "viz/video.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

namespace sd::viz {
namespace {

/// YUV 4:4:4, BT.601 studio range.
class Y4m final : public VideoSink {
public:
    Y4m(const std::string& path, Viewport size) : path_(path), out_(path, std::ios::binary) {
        out_ << fmt::format("YUV4MPEG2 W{} H{} F{}:1 Ip A1:1 C444\n", size.width_px, size.height_px, kFramesPerSecond);
    }
    Result<void> add(const PixelImage& image) override {
        const std::size_t n = image.rgb.size() / 3;
        std::string planes(n * 3, '\0');
        const auto byte = [](double v) {
            return static_cast<char>(static_cast<unsigned char>(std::lround(std::clamp(v, 0.0, 255.0))));
        };
        for (std::size_t i = 0; i < n; ++i) {
            const double r = image.rgb[i * 3];
            const double g = image.rgb[i * 3 + 1];
            const double b = image.rgb[i * 3 + 2];
            planes[i] = byte(16.0 + 0.257 * r + 0.504 * g + 0.098 * b);
            planes[n + i] = byte(128.0 - 0.148 * r - 0.291 * g + 0.439 * b);
            planes[2 * n + i] = byte(128.0 + 0.439 * r - 0.368 * g - 0.071 * b);
        }
        out_ << "FRAME\n" << planes;
        return check();
    }
    Result<void> finish() override {
        out_.flush();
        return check();
    }

private:
    [[nodiscard]] Result<void> check() const {
        if (!out_) return fail(path_, "the video cannot be written", "check the folder and free space");
        return {};
    }
    std::string path_;
    std::ofstream out_;
};

class Frames final : public VideoSink {
public:
    explicit Frames(std::string folder) : folder_(std::move(folder)) {}
    Result<void> add(const PixelImage& image) override {
        return write_png(image, fmt::format("{}/frame_{:05}.png", folder_, number_++));
    }
    Result<void> finish() override { return {}; }

private:
    std::string folder_;
    int number_ = 0;
};

}  // namespace

Result<std::unique_ptr<VideoSink>> VideoSink::open(const std::string& out, Viewport size) {
    const std::string ending = std::filesystem::path(out).extension().string();
    if (ending == ".y4m") return std::make_unique<Y4m>(out, size);
    if (!ending.empty()) {
        return fail(out, "found the ending \"" + ending + "\", expected a folder or a .y4m file",
                    "encode afterwards, e.g. ffmpeg -i FILE.y4m FILE.mp4");
    }
    std::error_code code;
    std::filesystem::create_directories(out, code);
    if (code) return fail(out, "the folder cannot be made: " + code.message());
    return std::make_unique<Frames>(out);
}

}  // namespace sd::viz
