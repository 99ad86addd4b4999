// Features of a vector layer in the system of a flood case. Only what reads layers by OGR includes this.
#pragma once

#include <ogrsf_frmts.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "scenarios/flood/raster.h"
#include "scenarios/page/html.h"
#include "sim/core/geo.h"

namespace sd {

/// Every feature of the first layer, its geometry in the frame's system.
[[nodiscard]] Result<void> each_feature(const std::filesystem::path& file, const GridFrame& frame,
                                        const std::function<void(OGRFeature&, const OGRGeometry&)>& use);

[[nodiscard]] inline LocalXY local(const GridFrame& frame, double east_m, double north_m) {
    return {east_m - frame.east_m, north_m - frame.north_m};
}

/// Reads attributes and remembers which were missing.
class Attributes {
public:
    explicit Attributes(Bilingual what) : what_(std::move(what)) {}
    double number(OGRFeature& f, const char* name, double low, double high, double otherwise);
    std::string text(OGRFeature& f, const char* name, const std::string& otherwise);
    void say(std::vector<Bilingual>& warnings) const;

private:
    Bilingual what_;
    std::map<std::string, std::size_t> missing_;
    std::vector<Bilingual> strange_;
};

}  // namespace sd
