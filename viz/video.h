// Frames on disk: numbered PNGs in a folder, or one raw .y4m file that every encoder reads.
#pragma once

#include <memory>
#include <string>

#include "viz/scene.h"

namespace sd::viz {

inline constexpr int kFramesPerSecond = 25;

class VideoSink {
public:
    static Result<std::unique_ptr<VideoSink>> open(const std::string& out, Viewport size);
    virtual ~VideoSink() = default;
    [[nodiscard]] virtual Result<void> add(const PixelImage& image) = 0;
    [[nodiscard]] virtual Result<void> finish() = 0;
};

}  // namespace sd::viz
