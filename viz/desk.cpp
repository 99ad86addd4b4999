#include "viz/desk.h"

#include <algorithm>
#include <cmath>

#include "viz/presets.h"

namespace sd::viz {
namespace {
constexpr double kFlight_s = 1.2;
}

void Player::advance(double wall_s, Instant first, Instant last) {
    if (follow) {
        clock = last;
        return;
    }
    if (!playing) return;
    seek(clock + Duration{static_cast<std::int64_t>(wall_s * speed * 1e9)}, first, last);
    if ((speed > 0.0 && clock == last) || (speed < 0.0 && clock == first)) playing = false;
}

void Player::seek(Instant t, Instant first, Instant last) { clock = std::clamp(t, first, std::max(first, last)); }

void Desk::fly_to(const OrbitCamera& camera) {
    flight_from = view.camera;
    flight_to = camera;
    flight_s = 0.0;
}

void Desk::update_flight(double wall_s) {
    if (!flight_from) return;
    flight_s += wall_s;
    const double u = std::min(1.0, flight_s / kFlight_s);
    const double t = u * u * (3.0 - 2.0 * u);
    const OrbitCamera& a = *flight_from;
    const OrbitCamera& b = flight_to;
    const auto mix = [t](double p, double q) { return p + (q - p) * t; };
    view.camera.target = {mix(a.target.x_m, b.target.x_m), mix(a.target.y_m, b.target.y_m)};
    view.camera.target_z_m = mix(a.target_z_m, b.target_z_m);
    view.camera.distance_m = std::exp(mix(std::log(a.distance_m), std::log(b.distance_m)));
    view.camera.azimuth_deg = a.azimuth_deg + std::remainder(b.azimuth_deg - a.azimuth_deg, 360.0) * t;
    view.camera.elevation_deg = mix(a.elevation_deg, b.elevation_deg);
    view.camera.fovy_deg = mix(a.fovy_deg, b.fovy_deg);
    if (u >= 1.0) flight_from.reset();
}

void Desk::go(const std::string& name) {
    const auto camera = camera_named(name, loaded.city, view, viewport);
    if (!camera) {
        notice = camera.error().front().message;
        return;
    }
    notice.clear();
    ViewState look = view;
    look.camera = *camera;
    suit_look(look);
    view.exaggeration = look.exaggeration;
    view.water = look.water;
    fly_to(look.camera);
}

void Desk::go_at(LocalXY at) {
    view.exaggeration = 1.0;
    fly_to(close_camera(loaded.city, at, 420.0));
}

void Desk::order(const Control& control, const std::string& words) {
    if (!loaded.control) return;
    constexpr std::size_t kKept = 20;
    orders.sent.push_back({words, std::nullopt});
    if (orders.sent.size() > kKept) orders.sent.erase(orders.sent.begin());
    if (!loaded.control->send(control)) orders.sent.back().answer = {false, "queue full"};
}

void Desk::order_line(const std::string& line) {
    if (line.empty()) return;
    Control c;
    c.kind = ControlKind::Inject;
    c.sentence = line;
    order(c, line);
}

void Desk::take_answers() {
    if (!loaded.control) return;
    loaded.control->pump();
    for (const ControlLink::Answer& answer : loaded.control->answers()) {
        const auto waiting =
            std::find_if(orders.sent.begin(), orders.sent.end(), [](const SentOrder& o) { return !o.answer; });
        if (waiting != orders.sent.end()) waiting->answer = answer;
    }
}

}  // namespace sd::viz
