// What the desk reads. Short, with place, value and unit; Vietnamese first, English beside it.
#include <fmt/format.h>

#include "twin/alerts.h"

namespace sd {
namespace {

constexpr const char* kRoman[] = {"", "I", "II", "III"};

AlarmTexts river_texts(const Sign& s, bool precursor) {
    const char* level = kRoman[s.level >= 1 && s.level <= 3 ? s.level : 0];
    if (precursor) {
        return {
            fmt::format("Mực nước {} {:.2f} m, sắp đạt báo động {} ({:.2f} m)", s.place, s.value, level, s.threshold),
            fmt::format("River at {} {:.2f} m, about to reach alarm level {} ({:.2f} m)", s.place, s.value, level,
                        s.threshold)};
    }
    return {fmt::format("Mực nước {} {:.2f} m, vượt báo động {} ({:.2f} m)", s.place, s.value, level, s.threshold),
            fmt::format("River at {} {:.2f} m, above alarm level {} ({:.2f} m)", s.place, s.value, level, s.threshold)};
}

AlarmTexts street_texts(const Sign& s) {
    return {fmt::format("Ngập {}: sâu {:.2f} m tại {}/{} điểm đo có nước", s.place, s.value, s.level, s.of),
            fmt::format("Street {} under water: {:.2f} m deep, {} of {} gauges wet", s.place, s.value, s.level, s.of)};
}

AlarmTexts stuck_texts(const Sign& s) {
    return {
        fmt::format("Thiết bị {} bị kẹt ở {:.3f} m suốt {} phút, không dùng số liệu này", s.place, s.value, s.level),
        fmt::format("Gauge {} stuck at {:.3f} m for {} min; its readings are not used", s.place, s.value, s.level)};
}

AlarmTexts congestion_texts(const Sign& s) {
    return {fmt::format("Ùn tắc {}: tốc độ còn {:.0f} % bình thường", s.place, 100.0 * s.value),
            fmt::format("Congestion on {}: {:.0f} % of free speed", s.place, 100.0 * s.value)};
}

AlarmTexts silent_texts(const Sign& s) {
    return {fmt::format("Mất tín hiệu khu vực {}: {}/{} thiết bị im lặng", s.place, s.level, s.of),
            fmt::format("District {} silent: {} of {} devices not heard", s.place, s.level, s.of)};
}

AlarmTexts power_texts(const Sign& s) {
    if (s.of > 0) {
        return {fmt::format("Mất điện trạm {}: {}/{} tủ điện", s.place, s.level, s.of),
                fmt::format("Power outage at substation {}: {} of {} cabinets off", s.place, s.level, s.of)};
    }
    return {fmt::format("Mất điện tại {}: {} tủ điện", s.place, s.level),
            fmt::format("Power outage in {}: {} cabinets off", s.place, s.level)};
}

AlarmTexts surge_texts(const Sign& s) {
    return {fmt::format("Phản ánh tăng đột biến tại {}: {} tin trong 15 phút", s.place, s.level),
            fmt::format("Surge of citizen reports in {}: {} within 15 min", s.place, s.level)};
}

}  // namespace

AlarmTexts alarm_texts(const std::string& rule, const Sign& s, AlarmState state) {
    if (rule == "river_level") return river_texts(s, state == AlarmState::Precursor);
    if (rule == "street_depth") return street_texts(s);
    if (rule == "stuck_gauge") return stuck_texts(s);
    if (rule == "congestion") return congestion_texts(s);
    if (rule == "silent_district") return silent_texts(s);
    if (rule == "power_outage") return power_texts(s);
    if (rule == "citizen_surge") return surge_texts(s);
    return {fmt::format("{}: {:.2f}", s.place, s.value), fmt::format("{}: {:.2f}", s.place, s.value)};
}

}  // namespace sd
