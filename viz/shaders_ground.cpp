#include "viz/shaders.h"

namespace sd::viz {

// u_weather: daylight 0…1, rain mm/h, animation s, haze range m. u_view: width px, height px, swipe px, eye mode.
// u_switch: water on, map look, minimum plotted depth m, traffic colours on. Light of maps never falls below 0.5 so
// that night pictures stay readable; the ramp colours are never lit, so that legend and picture agree.
const char* shader_prelude() {
    return R"(#version 330 compatibility
uniform sampler2D u_ground, u_land, u_truth_a, u_truth_b, u_belief_a, u_belief_b;
uniform sampler2D u_depth_ramp, u_difference_ramp, u_instances, u_states;
uniform vec4 u_ground_map, u_truth_map, u_belief_map;
uniform vec2 u_mix;
uniform vec4 u_weather, u_view, u_switch;
uniform vec4 u_ramps; // depth low, 1/(range), difference low, 1/(range)
uniform vec3 u_eye;
uniform float u_exag, u_mirrored; // u_mirrored 1: mirrored houses and sky lie behind the ground, see layer_mirror.cpp
float ground_at(vec2 p) { return textureLod(u_ground, (p - u_ground_map.xy) * u_ground_map.zw, 0.0).r; }
float truth_at(vec2 p) { vec2 t = (p - u_truth_map.xy) * u_truth_map.zw;
  return mix(textureLod(u_truth_a, t, 0.0).r, textureLod(u_truth_b, t, 0.0).r, u_mix.x); }
float belief_at(vec2 p) { vec2 t = (p - u_belief_map.xy) * u_belief_map.zw;
  return mix(textureLod(u_belief_a, t, 0.0).r, textureLod(u_belief_b, t, 0.0).r, u_mix.y); }
float surface_depth(vec2 p) {
  if (u_switch.x < 0.5) return 0.0;
  if (u_view.w < 0.5) return truth_at(p);
  if (u_view.w < 1.5) return belief_at(p);
  return max(truth_at(p), belief_at(p)); }
vec3 zenith() { float d = u_weather.x; float grey = clamp(u_weather.y / 40.0, 0.0, 0.85);
  vec3 clear_day = vec3(0.27, 0.50, 0.80), dusk = vec3(0.16, 0.20, 0.40), night = vec3(0.060, 0.085, 0.150);
  vec3 c = d > 0.35 ? mix(dusk, clear_day, smoothstep(0.35, 0.9, d)) : mix(night, dusk, smoothstep(0.0, 0.35, d));
  return mix(c, vec3(0.50, 0.54, 0.58) * (0.16 + 0.7 * d), grey); }
vec3 horizon() { float d = u_weather.x; float grey = clamp(u_weather.y / 40.0, 0.0, 0.85);
  vec3 clear_day = vec3(0.80, 0.88, 0.94), dusk = vec3(0.86, 0.52, 0.34), night = vec3(0.150, 0.175, 0.235);
  vec3 c = d > 0.35 ? mix(dusk, clear_day, smoothstep(0.35, 0.8, d)) : mix(night, dusk, smoothstep(0.0, 0.35, d));
  return mix(c, vec3(0.66, 0.69, 0.72) * (0.24 + 0.68 * d), grey); }
vec3 sky(vec3 dir) { float up = clamp(dir.z, 0.0, 1.0); return mix(horizon(), zenith(), pow(up, 0.55)); }
float daylight() { return 0.42 + 0.58 * smoothstep(0.0, 0.7, sqrt(max(u_weather.x, 0.0)) * 0.85); }
vec3 map_light() { float d = daylight(); // the night is moonlit: bluish, never black
  return u_switch.y > 0.5 ? vec3(max(d, 0.92)) : d * mix(vec3(0.84, 0.95, 1.18), vec3(1.0), smoothstep(0.0, 0.4, u_weather.x)); }
vec3 hazed(vec3 c, vec3 world) { float range = u_weather.w * (u_switch.y > 0.5 ? 12.0 : 1.0); // maps keep their colours
  float f = 1.0 - exp(-length(world - u_eye) / range); return mix(c, horizon(), f * f); }
float hash(vec2 p) { p = fract(p * vec2(0.1031, 0.1030)); p += dot(p, p.yx + 33.33); return fract((p.x + p.y) * p.x); }
float noise(vec2 p) { vec2 i = floor(p), f = fract(p); f = f * f * (3.0 - 2.0 * f);
  return mix(mix(hash(i), hash(i + vec2(1, 0)), f.x), mix(hash(i + vec2(0, 1)), hash(i + vec2(1, 1)), f.x), f.y); }
vec3 ramp_depth(float m) { return texture(u_depth_ramp, vec2((m - u_ramps.x) * u_ramps.y * (255.0 / 256.0) + 0.5 / 256.0, 0.5)).rgb; }
vec3 ramp_difference(float m) { return texture(u_difference_ramp, vec2((m - u_ramps.z) * u_ramps.w * (255.0 / 256.0) + 0.5 / 256.0, 0.5)).rgb; }
float g_cover = 1.0; // what natural water leaves of the ground's own colour; colours are premultiplied with it
vec3 water_surface(vec3 world, float depth, vec3 silt) {
  vec3 to = normalize(world - u_eye); float dist = length(world - u_eye);
  vec2 p = world.xy; float t = u_weather.z;
  float amp = 0.075 / (1.0 + dist * 0.004) * (1.0 + min(u_weather.y, 60.0) * 0.02);
  vec2 g = vec2(noise(p * 0.55 + t * 0.35) + noise(p * 1.7 - t * 0.6) * 0.6 - 0.8, noise(p.yx * 0.6 + 7.0 - t * 0.3) + noise(p.yx * 1.5 + t * 0.5) * 0.6 - 0.8);
  vec3 n = normalize(vec3(g * amp, 1.0));
  float fresnel = 0.06 + 0.80 * pow(1.0 - clamp(dot(-to, n), 0.0, 1.0), 3.0);
  vec3 r = reflect(to, n); r.z = abs(r.z);
  vec3 lit = max(map_light(), vec3(0.60));
  vec3 body = silt * lit * mix(1.12, 0.86, clamp(depth / 3.0, 0.0, 1.0));
  if (u_mirrored < 0.5) return mix(body, sky(r), fresnel);
  float shiver = 0.62 + 0.76 * noise(vec2(dot(p, to.xy) * 0.9, dot(p, vec2(-to.y, to.x)) * 0.25) + t * 0.2);
  float share = clamp(fresnel * 1.5 * shiver / (1.0 + min(u_weather.y, 60.0) * 0.02), 0.0, 0.85);
  g_cover = 1.0 - share;
  return body * g_cover; }
)";
}

const char* fragment_prelude() {
    return R"(
vec3 flooded(vec3 dry, vec3 world, float depth, float step_m) {
  // Natural water, tinted by the legend's depth colours; a bright thread where it begins.
  float cover = smoothstep(u_switch.z, u_switch.z + 0.10, depth);
  vec3 body = mix(vec3(0.45, 0.42, 0.32), ramp_depth(depth), 0.62);
  float wet = 0.60 + 0.40 * cover;
  vec3 c = mix(dry * 0.7, water_surface(world, depth, body), wet);
  g_cover = mix(1.0, g_cover, wet);
  float shore = 1.0 - smoothstep(0.0, 1.0, (depth - u_switch.z) / clamp(step_m * 2.5, 0.002, 0.02));
  if (u_mirrored > 0.5) return c; // the mirror image shows where water begins
  return mix(c, vec3(0.86, 0.95, 1.0) * max(daylight(), 0.75), 0.75 * shore); }
int eye_here() { if (u_view.w < 2.5) return int(u_view.w + 0.5); return gl_FragCoord.x < u_view.z ? 0 : 1; }
)";
}

ShaderPair sky_shader() {
    return {R"(
uniform vec3 u_right, u_up, u_forward;
out vec3 v_dir;
void main() { v_dir = u_forward + u_right * gl_Vertex.x + u_up * gl_Vertex.y; gl_Position = vec4(gl_Vertex.xy, 0.99999, 1.0); }
)",
            R"(
in vec3 v_dir;
uniform float u_reflected; // 1: the sky as calm water shows it
void main() { vec3 d = normalize(v_dir); if (u_reflected > 0.5) { gl_FragColor = vec4(sky(vec3(d.xy, abs(d.z))), 1.0); return; }
  vec3 c = sky(d);
  vec3 below = mix(horizon(), vec3(0.24, 0.27, 0.30) * map_light(), 0.8); // beyond the map's rim
  gl_FragColor = vec4(mix(c, below, smoothstep(0.0, 0.05, -d.z)), 1.0); }
)"};
}

// Terrain and water are one surface: where it is wet the mesh lies on the water, so there is nothing to fight in the
// depth buffer and half the vertices. Instance texel: tile origin x, y (m), step (m), unused.
// Between a river's cell and the bank's the sampler mixes their depths, and a dry bank would wear a deep blue hem:
// there the bank's own cell counts.
ShaderPair ground_shader() {
    return {R"(
uniform float u_level, u_skirt;
out vec3 v_world;
void main() {
  vec4 tile = texelFetch(u_instances, ivec2(gl_InstanceID, int(u_level + 0.5)), 0);
  vec2 far_corner = u_ground_map.xy + 1.0 / u_ground_map.zw;
  vec2 p = min(tile.xy + gl_Vertex.xy * tile.z, far_corner);
  float z = (ground_at(p) + surface_depth(p)) * u_exag - gl_Vertex.z * tile.z * u_skirt;
  v_world = vec3(p, z);
  gl_Position = gl_ModelViewProjectionMatrix * vec4(v_world, 1.0); }
)",
            R"(
in vec3 v_world;
float own_depth(sampler2D a, sampler2D b, float k, vec4 map, vec2 p) {
  ivec2 size = textureSize(a, 0); ivec2 c = clamp(ivec2(floor((p - map.xy) * map.zw * vec2(size))), ivec2(0), size - 1);
  return mix(texelFetch(a, c, 0).r, texelFetch(b, min(c, textureSize(b, 0) - 1), 0).r, k); }
void main() {
  vec2 p = v_world.xy; float dist = length(v_world - u_eye);
  vec4 land = texture(u_land, (p - u_ground_map.xy) * u_ground_map.zw);
  float near_grain = clamp(1.0 - dist / 700.0, 0.0, 1.0);
  float grain = near_grain > 0.0 ? (noise(p * 1.3) + noise(p * 0.31) - 1.0) * 0.16 * near_grain : 0.0;
  vec3 c = land.rgb * (1.0 + grain) * map_light();
  float wetness = clamp(u_weather.y / 30.0, 0.0, 1.0); c *= 1.0 - 0.18 * wetness;
  bool permanent = land.a > 0.5;
  vec3 silt = vec3(0.47, 0.44, 0.30);
  int eye = eye_here();
  float step_m = fwidth(eye == 0 ? truth_at(p) : belief_at(p));
  if (eye == 2) {
    float grey = dot(c, vec3(0.3, 0.55, 0.15)); c = vec3(grey) * 0.78;
    if (permanent) c = vec3(0.30, 0.34, 0.36) * map_light();
    else { float t = truth_at(p), b = belief_at(p);
      if (max(t, b) >= u_switch.z) c = ramp_difference(b - t); }
  } else if (u_switch.x > 0.5) {
    float depth = eye == 0 ? truth_at(p) : belief_at(p);
    if (!permanent && land.a > 0.004)
      depth = min(depth, eye == 0 ? own_depth(u_truth_a, u_truth_b, u_mix.x, u_truth_map, p) : own_depth(u_belief_a, u_belief_b, u_mix.y, u_belief_map, p));
    if (permanent) c = water_surface(v_world, max(depth, 2.0), silt);
    else if (depth >= u_switch.z) {
      if (u_switch.y > 0.5) c = ramp_depth(depth);
      else c = flooded(c, v_world, depth, step_m); }
  } else if (permanent) c = vec3(0.55, 0.50, 0.40) * map_light();
  gl_FragColor = vec4(hazed(c, v_world), g_cover); }
)"};
}

}  // namespace sd::viz
