#include "viz/ui_rects.h"

#include <fmt/format.h>
#include <imgui.h>

#include <nlohmann/json.hpp>

namespace sd::viz {

void UiRects::note(const std::string& id) {
    const ImVec2 low = ImGui::GetItemRectMin();
    const ImVec2 high = ImGui::GetItemRectMax();
    rects_[id] = {static_cast<double>(low.x), static_cast<double>(low.y), static_cast<double>(high.x),
                  static_cast<double>(high.y)};
}

std::string UiRects::json(bool idle) const {
    std::string out = fmt::format("{{\"idle\":{},\"rects\":{{", idle);
    bool first = true;
    for (const auto& [id, b] : rects_) {
        out += fmt::format("{}\"{}\":[{:.0f},{:.0f},{:.0f},{:.0f}]", first ? "" : ",", id, b.left, b.top, b.right,
                           b.bottom);
        first = false;
    }
    return out + "},\"texts\":" + nlohmann::json(texts_).dump() + "}";
}

}  // namespace sd::viz
