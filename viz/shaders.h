// GLSL 3.30 compatibility sources. The prelude carries uniforms, water depth, sky and fog, so every layer agrees on
// them.
#pragma once

#include <string>

namespace sd::viz {

[[nodiscard]] const char* shader_prelude();
/// Follows the prelude in fragment shaders: which eye a pixel shows in the split view.
[[nodiscard]] const char* fragment_prelude();
struct ShaderPair {
    const char* vertex;
    const char* fragment;
};
[[nodiscard]] ShaderPair sky_shader();
[[nodiscard]] ShaderPair ground_shader();
[[nodiscard]] ShaderPair road_shader();
[[nodiscard]] ShaderPair building_shader();
[[nodiscard]] ShaderPair vehicle_shader();
[[nodiscard]] ShaderPair vehicle_point_shader();
[[nodiscard]] ShaderPair device_shader();
[[nodiscard]] ShaderPair rain_shader();

}  // namespace sd::viz
