#include "scenarios/report/report_words.h"

#include <algorithm>
#include <iterator>

namespace sd {
namespace {

struct Row {
    const char* name;
    const char* vi;
    const char* en;
};

constexpr Row kRules[] = {{"river_level", "mực nước sông", "river level"},
                          {"street_depth", "ngập đường", "street depth"},
                          {"stuck_gauge", "trạm kẹt số", "stuck gauge"},
                          {"congestion", "ùn tắc", "congestion"},
                          {"silent_district", "khu vực im lặng", "silent district"},
                          {"power_outage", "mất điện", "power outage"},
                          {"citizen_surge", "dân báo nhiều", "citizen surge"}};

constexpr Row kLayers[] = {{"terrain", "địa hình", "terrain"},
                           {"river bed", "lòng sông", "river bed"},
                           {"cover", "lớp phủ", "land cover"},
                           {"wards", "phường, xã", "wards"},
                           {"roads", "đường", "roads"},
                           {"buildings", "nhà", "buildings"},
                           {"canals", "kênh rạch", "canals"},
                           {"structures", "cống, trạm bơm", "sluices, pumps"},
                           {"dykes", "đê", "dykes"},
                           {"drains", "thoát nước", "drains"},
                           {"population", "dân số", "population"},
                           {"power", "điện", "power"},
                           {"telecom", "viễn thông", "telecom"},
                           {"buses", "xe buýt", "buses"},
                           {"points of interest", "địa điểm", "points of interest"},
                           {"stations", "trạm mực nước", "level stations"},
                           {"devices", "thiết bị", "devices"},
                           {"parking", "bãi đỗ xe", "parking"},
                           {"bins", "thùng rác", "waste bins"},
                           {"water", "mặt nước", "water"}};

constexpr Row kReasons[] = {{"undecodable", "không đọc được", "undecodable"},
                            {"unknown_device", "thiết bị lạ", "unknown device"},
                            {"wrong_arity", "sai số giá trị", "wrong number of values"},
                            {"not_finite", "không phải số", "not a number"},
                            {"out_of_range", "ngoài khoảng đo", "out of range"},
                            {"duplicate", "trùng", "duplicate"},
                            {"from_future", "giờ ở tương lai", "from the future"},
                            {"too_old", "quá cũ", "too old"}};

template <std::size_t n>
Bilingual found_in(const Row (&rows)[n], const std::string& name) {
    const auto row = std::find_if(std::begin(rows), std::end(rows), [&](const Row& r) { return name == r.name; });
    return row == std::end(rows) ? Bilingual{name, name} : Bilingual{row->vi, row->en};
}

}  // namespace

Bilingual rule_words(const std::string& rule) { return found_in(kRules, rule); }
Bilingual layer_words(const std::string& layer) { return found_in(kLayers, layer); }
Bilingual reason_words(const std::string& reason) { return found_in(kReasons, reason); }

Bilingual level_unit(const std::string& vertical_datum) {
    const std::string datum = vertical_datum == "Hon Dau" ? "Hòn Dấu" : vertical_datum;
    const std::string unit = datum.empty() ? "m" : "m, " + datum;
    return {unit, unit};
}

}  // namespace sd
