#include "viz/shaders.h"

namespace sd::viz {

// Road vertex: centre x, y, deck level (−1e4 = on the ground); normal: across unit vector × side, half width m;
// texcoord: metres along, edge number, class, side. State texel of an edge: speed share 0…1, open, vehicles/km, unused.
ShaderPair road_shader() {
    return {R"(
out vec3 v_world; out vec4 v_road; flat out vec4 v_state; out float v_half;
void main() {
  vec2 centre = gl_Vertex.xy; bool deck = gl_Vertex.z > -5000.0;
  float level = deck ? gl_Vertex.z : ground_at(centre) + surface_depth(centre);
  float dist = length(vec3(centre, level * u_exag) - u_eye);
  float cls = gl_MultiTexCoord0.z;
  float least = dist / u_view.y * (cls < 3.5 ? 1.25 : (cls < 5.5 ? 0.75 : 0.45));
  v_half = max(gl_Normal.z, least);
  vec2 p = centre + gl_Normal.xy * v_half;
  v_world = vec3(p, level * u_exag + 0.12);
  v_road = gl_MultiTexCoord0;
  int e = int(gl_MultiTexCoord0.y + 0.5);
  v_state = texelFetch(u_states, ivec2(e % 1024, e / 1024), 0);
  gl_Position = gl_ModelViewProjectionMatrix * vec4(v_world, 1.0);
  gl_Position.z -= gl_Position.w * (deck ? 0.00003 : 0.00006); }
)",
            R"(
in vec3 v_world; in vec4 v_road; flat in vec4 v_state; in float v_half;
void main() {
  float dist = length(v_world - u_eye); float cls = v_road.z; float side = v_road.w;
  vec3 c = cls < 2.5 ? vec3(0.97, 0.83, 0.52) : (cls < 4.5 ? vec3(0.95, 0.93, 0.86) : vec3(0.83, 0.82, 0.79));
  float street = clamp(1.0 - (dist - 150.0) / 900.0, 0.0, 1.0);
  if (u_switch.y < 0.5) street = max(street, 0.55);
  vec3 asphalt = vec3(0.30, 0.30, 0.31) * (0.92 + 0.16 * noise(v_world.xy * 2.3));
  float m = abs(side) * v_half;
  if (dist < 500.0 && cls < 5.5) {
    float dash = step(0.5, fract(v_road.x / 8.0)) * step(m, 0.09);
    float rim = step(v_half - 0.35, m) * step(m, v_half - 0.2);
    asphalt = mix(asphalt, vec3(0.82), max(dash, rim) * clamp(1.0 - dist / 500.0, 0.0, 1.0)); }
  c = mix(c, asphalt, street);
  float edge = smoothstep(0.80, 1.0, abs(side)) * (1.0 - street); c *= 1.0 - 0.28 * edge;
  vec3 lit = map_light();
  vec3 shown = c * lit * (1.0 - 0.3 * clamp(u_weather.y / 30.0, 0.0, 1.0) * street);
  float night = 1.0 - smoothstep(0.05, 0.5, u_weather.x);
  vec3 glow = vec3(0.0);
  if (night > 0.0 && dist < 2500.0) {
    float lamp = fract(v_road.x / 32.0) - 0.5; float pool = exp(-lamp * lamp * 26.0);
    glow = vec3(1.0, 0.72, 0.40) * pool * 0.34 * night * v_state.w * (cls < 5.5 ? 1.0 : 0.45); shown += glow; }
  int eye = eye_here();
  if (eye == 2) shown = vec3(0.62) * lit;
  if (u_switch.w > 0.5) {
    float s = v_state.x;
    vec3 slow = mix(vec3(0.48, 0.02, 0.01), vec3(0.84, 0.37, 0.0), clamp(s * 4.0, 0.0, 1.0));
    slow = mix(slow, vec3(0.94, 0.75, 0.19), clamp(s * 4.0 - 1.0, 0.0, 1.0));
    shown = mix(slow, vec3(0.62, 0.72, 0.66), clamp(s * 2.0 - 1.0, 0.0, 1.0)); }
  if (v_state.y < 0.5) { float stripe = step(0.5, fract((v_road.x + side * v_half) / max(6.0, v_half * 3.0)));
    shown = mix(vec3(0.75, 0.10, 0.10), vec3(0.95), stripe * 0.7); }
  float depth = 0.0, step_m = fwidth(eye == 1 ? belief_at(v_world.xy) : truth_at(v_world.xy));
  if (u_switch.x > 0.5 && v_world.z < ground_at(v_world.xy) * u_exag + 3.0 * u_exag)
    depth = eye == 0 ? truth_at(v_world.xy) : (eye == 1 ? belief_at(v_world.xy) : 0.0);
  if (eye == 2) { float t = truth_at(v_world.xy), b = belief_at(v_world.xy);
    if (max(t, b) >= u_switch.z) shown = mix(shown, ramp_difference(b - t), 0.85); }
  else if (depth >= u_switch.z && v_road.z < 20.0) {
    if (u_switch.y > 0.5) shown = mix(shown, ramp_depth(depth), 0.82);
    else { shown = flooded(shown, v_world, depth, step_m);
      if (u_mirrored > 0.5) { // deeper, the road gives way to the ground below it, whose water mirrors
        float stays = 1.0 - smoothstep(u_switch.z, u_switch.z + 0.10, depth);
        gl_FragColor = vec4(hazed(shown, v_world) * stays + glow * 0.55, stays * g_cover); return; }
      shown += glow * 0.55; } }
  gl_FragColor = vec4(hazed(shown, v_world), 1.0); }
)"};
}

// Building vertex: x, y, height above the ground floor; normal: outward; colour: facade rgb, alpha 1 = roof, 0 = wall;
// texcoord: metres along the wall, building hash 0…1, cabinet number, unused; texcoord 1: centre x, y, plinth m.
// u_mirror: level of the water that mirrors the houses, −1e6 for the houses themselves.
ShaderPair building_shader() {
    return {R"(
uniform float u_mirror;
out vec3 v_world; out vec3 v_normal; out vec4 v_colour; out vec2 v_wall; flat out vec2 v_own;
void main() {
  vec3 centre = gl_MultiTexCoord1.xyz;
  float base = (ground_at(centre.xy) + centre.z) * u_exag;
  float h = gl_Vertex.z;
  v_world = vec3(gl_Vertex.xy, base + h * u_exag);
  if (u_mirror > -1e5) v_world.z = 2.0 * u_mirror - v_world.z;
  v_normal = gl_Normal; v_colour = gl_Color;
  v_wall = vec2(gl_MultiTexCoord0.x, h);
  int cabinet = int(gl_MultiTexCoord0.z + 0.5);
  v_own = vec2(gl_MultiTexCoord0.y, texelFetch(u_instances, ivec2(cabinet % 1024, cabinet / 1024), 0).r);
  gl_Position = gl_ModelViewProjectionMatrix * vec4(v_world, 1.0); }
)",
            R"(
uniform float u_mirror;
in vec3 v_world; in vec3 v_normal; in vec4 v_colour; in vec2 v_wall; flat in vec2 v_own;
void main() {
  if (u_mirror > -1e5 && v_world.z > u_mirror) discard;
  float dist = length(v_world - u_eye);
  vec3 lit = map_light(); float night = 1.0 - smoothstep(0.08, 0.5, u_weather.x);
  vec3 n = normalize(v_normal);
  float sun = 0.62 + 0.38 * clamp(dot(n, normalize(vec3(-0.5, -0.35, 0.8))), -0.4, 1.0);
  vec3 c = v_colour.rgb;
  vec3 glow = vec3(0.0);
  if (v_colour.a < 0.5 && dist < 1500.0 && v_wall.y > 0.15) {
    vec2 cellp = vec2(v_wall.x / 2.6, v_wall.y / 3.3); vec2 f = fract(cellp); vec2 id = floor(cellp);
    bool ground_floor = v_wall.y < 3.3;
    float pane = ground_floor ? step(0.1, f.x) * step(f.x, 0.9) * step(f.y, 0.78)
                              : step(0.24, f.x) * step(f.x, 0.76) * step(0.28, f.y) * step(f.y, 0.78);
    float fade = clamp(1.0 - (dist - 500.0) / 900.0, 0.0, 1.0);
    float who = hash(id + v_own.x * 917.0);
    vec3 glass = ground_floor ? mix(vec3(0.36, 0.33, 0.30), vec3(0.28, 0.36, 0.40), who) : vec3(0.24, 0.29, 0.33);
    c = mix(c, glass, pane * fade * 0.85);
    float on = step(ground_floor ? 0.35 : 0.52, who) * v_own.y;
    glow = mix(vec3(1.0, 0.72, 0.38), vec3(0.9, 0.93, 1.0), step(0.8, hash(id * 1.7 + v_own.x))) * pane * on * night * fade * 0.85; }
  else if (v_colour.a < 0.5) glow = vec3(1.0, 0.72, 0.38) * 0.16 * night * v_own.y;
  if (v_colour.a < 0.5) glow += c * vec3(1.0, 0.74, 0.45) * 0.42 * exp(-max(v_wall.y, 0.0) / 5.0) * night * v_own.y; // street lamps
  if (eye_here() == 2) c = vec3(dot(c, vec3(0.3, 0.55, 0.15))) * 0.9;
  float foot = v_colour.a < 0.5 ? 0.72 + 0.28 * clamp(v_wall.y / 2.0, 0.0, 1.0) : 1.0;
  gl_FragColor = vec4(hazed(c * sun * lit * foot + glow, v_world), 1.0); }
)"};
}

// Vehicle instance texel: x, y, z (m), heading. Vertex colour alpha: 1 paint, 0.5 head lamp, 0.25 tail lamp.
ShaderPair vehicle_shader() {
    return {R"(
uniform float u_level; uniform vec3 u_paint;
out vec3 v_world; out vec3 v_normal; out vec4 v_colour;
void main() {
  vec4 at = texelFetch(u_instances, ivec2(gl_InstanceID, int(u_level + 0.5)), 0);
  float c = cos(at.w), s = sin(at.w);
  vec3 p = gl_Vertex.xyz;
  v_world = vec3(at.x + c * p.x - s * p.y, at.y + s * p.x + c * p.y, at.z * u_exag + p.z + 0.15);
  v_normal = vec3(c * gl_Normal.x - s * gl_Normal.y, s * gl_Normal.x + c * gl_Normal.y, gl_Normal.z);
  float tone = 0.75 + 0.4 * hash(vec2(float(gl_InstanceID), u_level + 3.0));
  v_colour = vec4(gl_Color.a > 0.9 ? u_paint * gl_Color.rgb * tone : gl_Color.rgb, gl_Color.a);
  gl_Position = gl_ModelViewProjectionMatrix * vec4(v_world, 1.0);
  gl_Position.z -= gl_Position.w * 0.00012; }
)",
            R"(
in vec3 v_world; in vec3 v_normal; in vec4 v_colour;
void main() {
  if (u_view.w > 2.5 && gl_FragCoord.x >= u_view.z) discard;
  float sun = 0.6 + 0.4 * clamp(dot(normalize(v_normal), normalize(vec3(-0.5, -0.35, 0.8))), -0.4, 1.0);
  float night = 1.0 - smoothstep(0.08, 0.5, u_weather.x);
  vec3 c = v_colour.rgb * sun * max(map_light(), vec3(0.80));
  if (v_colour.a < 0.9) c = mix(c, v_colour.rgb * 1.3, night);
  gl_FragColor = vec4(hazed(c, v_world), 1.0); }
)"};
}

ShaderPair vehicle_point_shader() {
    return {R"(
out vec4 v_colour; out vec3 v_world; flat out float v_size;
void main() { v_world = vec3(gl_Vertex.xy, gl_Vertex.z * u_exag + 0.8); v_colour = gl_Color;
  float dist = length(v_world - u_eye);
  gl_PointSize = clamp(u_view.y * gl_Color.a * 9.0 / dist, 1.0 + gl_Color.a * 1.1, 7.0); v_size = gl_PointSize;
  gl_Position = gl_ModelViewProjectionMatrix * vec4(v_world, 1.0); gl_Position.z -= gl_Position.w * 0.0003; }
)",
            R"(
in vec4 v_colour; in vec3 v_world; flat in float v_size;
void main() { if (u_view.w > 2.5 && gl_FragCoord.x >= u_view.z) discard;
  vec2 q = gl_PointCoord * 2.0 - 1.0; float r = max(abs(q.x), abs(q.y));
  vec3 c = r > 0.72 && v_size > 4.0 ? v_colour.rgb * 0.25 : v_colour.rgb;
  gl_FragColor = vec4(hazed(c * max(map_light(), vec3(0.7)), v_world), 1.0); }
)"};
}

// Device vertex: x, y, metres above ground; colour: quality rgb; texcoord: shape 0…4, size px, on the right side only.
ShaderPair device_shader() {
    return {R"(
out vec4 v_colour; flat out vec2 v_shape;
void main() { float z = (ground_at(gl_Vertex.xy) + gl_Vertex.z) * u_exag; vec3 w = vec3(gl_Vertex.xy, z);
  float dist = length(w - u_eye);
  v_colour = gl_Color; v_shape = gl_MultiTexCoord0.xy;
  gl_PointSize = clamp(gl_MultiTexCoord0.y * 600.0 / dist, gl_MultiTexCoord0.y * 0.5, gl_MultiTexCoord0.y * 1.4) * u_view.y / 900.0;
  gl_Position = gl_ModelViewProjectionMatrix * vec4(w, 1.0); gl_Position.z -= gl_Position.w * 0.0002; }
)",
            R"(
in vec4 v_colour; flat in vec2 v_shape;
float outside(vec2 q) { int s = int(v_shape.x + 0.5);
  if (s == 0) return length(q);
  if (s == 1) return max(abs(q.x), abs(q.y)) * 1.1;
  if (s == 2) return max(q.y * 1.1, abs(q.x) * 1.15 - q.y * 0.55 + 0.05);
  if (s == 3) return (abs(q.x) + abs(q.y)) * 0.95;
  return min(max(abs(q.x), abs(q.y) * 2.6), max(abs(q.y), abs(q.x) * 2.6)); }
void main() { if (u_view.w > 2.5 && gl_FragCoord.x < u_view.z) discard;
  float d = outside(gl_PointCoord * 2.0 - 1.0); if (d > 1.0) discard;
  gl_FragColor = vec4(d > 0.66 ? vec3(0.05, 0.07, 0.09) : v_colour.rgb, 1.0); }
)"};
}

// Streaks fall in screen space: vertex x, y in −1…1 start, z = phase, normal x = speed.
ShaderPair rain_shader() {
    return {R"(
out float v_alpha;
void main() { float fall = fract(gl_Vertex.z + u_weather.z * gl_Normal.x);
  float y = 1.25 - 2.5 * fall; float tail = gl_Vertex.y; float slant = 0.12;
  gl_Position = vec4(gl_Vertex.x + slant * (1.0 - fall) + tail * slant * 0.5, y + tail, -0.99, 1.0);
  v_alpha = (tail > 0.0 ? 0.0 : 1.0) * clamp(u_weather.y / 60.0, 0.08, 0.42); }
)",
            R"(
in float v_alpha;
void main() { gl_FragColor = vec4(vec3(0.80, 0.86, 0.92) * (0.35 + 0.65 * u_weather.x), v_alpha); }
)"};
}

}  // namespace sd::viz
