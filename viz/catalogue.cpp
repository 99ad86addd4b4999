#include "viz/catalogue.h"

#include <algorithm>
#include <utility>

namespace sd::viz {
namespace {

struct Entry {
    Msg id;
    const char* vi;
    const char* en;
};

constexpr std::array<Entry, kMessages> kEntries{{
    {Msg::Truth, "Sự thật", "Truth"},
    {Msg::Belief, "Bản sao tin", "Belief"},
    {Msg::Difference, "Sai lệch (bản sao − sự thật)", "Difference (belief − truth)"},
    {Msg::Split, "Sự thật | Bản sao", "Truth | Belief"},
    {Msg::FloodDepth, "Độ sâu ngập (m)", "Flood depth (m)"},
    {Msg::DifferenceLegend, "Bản sao − sự thật (m)", "Belief − truth (m)"},
    {Msg::BelievesMore, "tin nhiều nước hơn", "believes more water"},
    {Msg::MissesWater, "bỏ sót nước", "misses water"},
    {Msg::TrafficLegend, "Tốc độ / tốc độ tự do", "Speed / free speed"},
    {Msg::River, "Sông, kênh", "River, canal"},
    {Msg::DeepHere, "sâu", "depth"},
    {Msg::ClosedRoad, "Đường bị chặn", "Closed road"},
    {Msg::Vehicles, "Phương tiện", "Vehicles"},
    {Msg::Motorbike, "Xe máy", "Motorbike"},
    {Msg::Car, "Ô tô", "Car"},
    {Msg::Bus, "Xe buýt", "Bus"},
    {Msg::Truck, "Xe tải", "Truck"},
    {Msg::Ambulance, "Xe cứu thương", "Ambulance"},
    {Msg::Devices, "Thiết bị", "Devices"},
    {Msg::Good, "Tốt", "Good"},
    {Msg::Suspect, "Nghi ngờ", "Suspect"},
    {Msg::Stuck, "Kẹt số", "Stuck"},
    {Msg::Silent, "Im lặng", "Silent"},
    {Msg::Unknown, "Chưa rõ", "Unknown"},
    {Msg::WaterDevice, "Nước", "Water"},
    {Msg::WeatherDevice, "Thời tiết", "Weather"},
    {Msg::TrafficDevice, "Giao thông", "Traffic"},
    {Msg::PowerDevice, "Điện, viễn thông", "Power, telecom"},
    {Msg::OtherDevice, "Khác", "Other"},
    {Msg::Alarms, "Cảnh báo", "Alarms"},
    {Msg::Info, "Thông tin", "Info"},
    {Msg::Minor, "Nhẹ", "Minor"},
    {Msg::Major, "Nặng", "Major"},
    {Msg::Critical, "Nguy cấp", "Critical"},
    {Msg::Precursor, "Dấu hiệu", "Precursor"},
    {Msg::Detected, "Phát hiện", "Detected"},
    {Msg::Acknowledged, "Đã nhận", "Acknowledged"},
    {Msg::Closed, "Đã đóng", "Closed"},
    {Msg::Rain, "Mưa", "Rain"},
    {Msg::Wind, "Gió", "Wind"},
    {Msg::RiverLevel, "Mực nước sông", "River level"},
    {Msg::FloodedArea, "Diện tích ngập", "Flooded area"},
    {Msg::DataAge, "Tuổi dữ liệu", "Data age"},
    {Msg::NoPicture, "chưa có ảnh", "no picture yet"},
    {Msg::SyntheticTerrain, "địa hình giả định – không dùng để phê duyệt", "synthetic terrain, not for approval"},
    {Msg::HeightTimes, "Độ cao", "Heights"},
    {Msg::AtCentre, "tại tâm ảnh", "at the centre"},
    {Msg::North, "B", "N"},
    {Msg::Play, "Chạy", "Play"},
    {Msg::Pause, "Dừng", "Pause"},
    {Msg::StepBack, "Lùi", "Back"},
    {Msg::StepForward, "Tới", "Step"},
    {Msg::Speed, "Tốc độ", "Speed"},
    {Msg::Layers, "Lớp", "Layers"},
    {Msg::Eye, "Mắt nhìn", "Eye"},
    {Msg::Search, "Tìm nơi chốn, đường, thiết bị", "Search places, streets, devices"},
    {Msg::Inspector, "Chi tiết", "Inspector"},
    {Msg::Timeline, "Dòng thời gian", "Timeline"},
    {Msg::Live, "TRỰC TIẾP", "LIVE"},
    {Msg::Replay, "PHÁT LẠI", "REPLAY"},
    {Msg::Paused, "tạm dừng", "paused"},
    {Msg::PauseRun, "Tạm dừng", "Pause"},
    {Msg::ResumeRun, "Chạy tiếp", "Resume"},
    {Msg::Inject, "Tình huống", "Inject"},
    {Msg::InjectRain, "Mưa rào tại tâm ảnh (mm/h)", "Cloudburst at the centre (mm/h)"},
    {Msg::InjectPower, "Mất điện trạm", "Fail substation"},
    {Msg::SendInject, "Gửi", "Send"},
    {Msg::Cameras, "Góc nhìn", "Cameras"},
    {Msg::Overview, "Toàn cảnh", "Overview"},
    {Msg::Street, "Đường ngập", "Flooded street"},
    {Msg::Alarm, "Cảnh báo mới", "Newest alarm"},
    {Msg::Water, "Mặt nước", "Water"},
    {Msg::MapLook, "Bản đồ", "Map"},
    {Msg::RiverLook, "Như thật", "Natural"},
    {Msg::Language, "English", "Tiếng Việt"},
    {Msg::Height, "Phóng đại độ cao", "Vertical exaggeration"},
    {Msg::MinDepth, "Độ sâu vẽ từ (m)", "Depth plotted from (m)"},
    {Msg::Nothing, "Bấm vào xe, thiết bị, nhà, đường, cống, đê, cảnh báo hay ô đất",
     "Click a vehicle, device, building, road, sluice, dyke, alarm or cell"},
    {Msg::NothingFound, "Không tìm thấy", "Nothing found"},
    {Msg::Vehicle, "Phương tiện", "Vehicle"},
    {Msg::Device, "Thiết bị", "Device"},
    {Msg::Building, "Tòa nhà", "Building"},
    {Msg::Road, "Đường", "Road"},
    {Msg::Cell, "Ô đất", "Ground cell"},
    {Msg::Place, "Nơi chốn", "Place"},
    {Msg::Ward, "Phường, xã", "Ward"},
    {Msg::Value, "Giá trị", "Value"},
    {Msg::Period, "Chu kỳ", "Period"},
    {Msg::Quality, "Chất lượng", "Quality"},
    {Msg::Storeys, "Số tầng", "Storeys"},
    {Msg::SpeedNow, "Tốc độ hiện tại", "Speed now"},
    {Msg::SpeedLimit, "Tốc độ cho phép", "Speed limit"},
    {Msg::Depth, "Độ sâu nước", "Water depth"},
    {Msg::Ground, "Cao độ đất", "Ground level"},
    {Msg::Cover, "Lớp phủ", "Land cover"},
    {Msg::Open, "Thông", "Open"},
    {Msg::ClosedNow, "Bị chặn", "Closed"},
    {Msg::LayerTerrain, "Địa hình", "Terrain"},
    {Msg::LayerWater, "Nước", "Water"},
    {Msg::LayerWards, "Phường, xã", "Wards"},
    {Msg::LayerRoads, "Đường sá", "Roads"},
    {Msg::LayerTraffic, "Màu theo tốc độ", "Colour by speed"},
    {Msg::LayerBuildings, "Nhà cửa", "Buildings"},
    {Msg::LayerVehicles, "Phương tiện", "Vehicles"},
    {Msg::LayerDevices, "Thiết bị", "Devices"},
    {Msg::LayerAlarms, "Cảnh báo", "Alarms"},
    {Msg::LayerLabels, "Tên gọi", "Names"},
    {Msg::LayerRain, "Mưa", "Rain"},
    {Msg::LayerHud, "Khung chú giải", "Frame and legend"},
    {Msg::Stale, "DỮ LIỆU CŨ", "STALE DATA"},
    {Msg::Connected, "đã kết nối", "connected"},
    {Msg::GoTo, "Đến", "Go to"},
    {Msg::Since, "Từ", "Since"},
    {Msg::Threshold, "Ngưỡng", "Threshold"},
    {Msg::Mean, "Sai lệch trung bình", "Mean error"},
    {Msg::StepRun, "Một bước", "One step"},
    {Msg::RunSpeed, "Tốc độ mô phỏng", "Speed of the run"},
    {Msg::MaxSpeed, "tối đa", "max"},
    {Msg::EventLine, "Dòng sự kiện, ví dụ: close road \"Ấp Bắc\"", "Event line, e.g. close road \"Ấp Bắc\""},
    {Msg::Waiting, "đang chờ trả lời…", "waiting for the answer…"},
    {Msg::Acknowledge, "Nhận", "Acknowledge"},
    {Msg::Close, "Đóng", "Close"},
    {Msg::Connecting, "Điều khiển", "Control"},
    {Msg::NoLivePicture, "TRỰC TIẾP – không có ảnh trực tiếp: hãy chạy lại với --tap. Đang xem ảnh đã ghi.",
     "LIVE – no live picture: start the run with --tap. These are the pictures recorded so far."},
    {Msg::RunEnded, "Lần chạy đã kết thúc", "The run has ended"},
    {Msg::Fly, "Bay", "Fly"},
    {Msg::Orbit, "Quay quanh", "Orbit"},
    {Msg::Help, "Phím tắt (F1)", "Shortcuts (F1)"},
    {Msg::HelpMove, "Di chuyển; giữ Shift để nhanh hơn", "Move; hold Shift to go faster"},
    {Msg::HelpRise, "Xuống, lên", "Down, up"},
    {Msg::HelpFly, "Bay / quay quanh", "Fly / orbit"},
    {Msg::HelpLeftDrag, "Kéo bản đồ; khi bay: ngoái nhìn", "Drag the map; flying: look around"},
    {Msg::HelpRightDrag, "Quay quanh điểm giữa", "Orbit around the centre"},
    {Msg::HelpWheel, "Phóng to, thu nhỏ", "Zoom"},
    {Msg::HelpClick, "Chọn vật; bấm nữa để chọn vật phía sau", "Pick; click again for the next thing below"},
    {Msg::HelpPlay, "Chạy, dừng", "Play, pause"},
    {Msg::HelpStep, "Lùi, tới một phút", "A minute back, forward"},
    {Msg::HelpEyes, "Sự thật, bản sao, sai lệch, cả hai", "Truth, belief, difference, both"},
    {Msg::HelpCameras, "Toàn cảnh, đường ngập, cảnh báo mới", "Overview, flooded street, newest alarm"},
    {Msg::HelpSearch, "Tìm", "Search"},
    {Msg::HelpLanguage, "Đổi ngôn ngữ", "Other language"},
    {Msg::HelpClose, "Đóng bảng này, bỏ chọn", "Close this sheet, pick nothing"},
    {Msg::MouseLeftDrag, "Kéo chuột trái", "Left drag"},
    {Msg::MouseRightDrag, "Kéo chuột phải", "Right drag"},
    {Msg::MouseWheel, "Con lăn", "Wheel"},
    {Msg::MouseClick, "Bấm chuột", "Click"},
    {Msg::Arrows, "mũi tên", "arrows"},
    {Msg::Use, "Công dụng", "Use"},
    {Msg::UseHome, "Nhà ở", "Home"},
    {Msg::UseShop, "Cửa hàng", "Shop"},
    {Msg::UseIndustry, "Công nghiệp", "Industry"},
    {Msg::UsePublic, "Công cộng", "Public"},
    {Msg::Plinth, "Nền cao hơn đất", "Floor above the ground"},
    {Msg::WaterAtFeet, "Nước dưới chân nhà", "Water at its feet"},
    {Msg::Sluice, "Cống điều tiết", "Sluice"},
    {Msg::FlapGate, "Cửa van một chiều", "Flap gate"},
    {Msg::Pump, "Trạm bơm", "Pump"},
    {Msg::Culvert, "Cống ngầm", "Culvert"},
    {Msg::Width, "Bề rộng", "Width"},
    {Msg::Sill, "Cao trình ngưỡng", "Sill level"},
    {Msg::Capacity, "Công suất", "Capacity"},
    {Msg::ClosesAbove, "Đóng khi mực ngoài vượt", "Closes when outside exceeds"},
    {Msg::LevelInside, "Mực nước phía trong", "Level inside"},
    {Msg::LevelOutside, "Mực nước phía ngoài", "Level outside"},
    {Msg::Provenance, "Nguồn gốc", "Provenance"},
    {Msg::Traced, "số hoá", "traced"},
    {Msg::Fact, "số liệu", "fact"},
    {Msg::Derived, "suy ra", "derived"},
    {Msg::Assumed, "giả định", "assumed"},
    {Msg::Synthetic, "nhân tạo", "synthetic"},
    {Msg::Imported, "nhập", "imported"},
    {Msg::Substation, "Trạm biến áp", "Substation"},
    {Msg::Cabinets, "Tủ điện có điện", "Cabinets with power"},
    {Msg::Dyke, "Đê", "Dyke"},
    {Msg::Crest, "Cao trình đỉnh", "Crest level"},
    {Msg::Length, "Chiều dài", "Length"},
    {Msg::Rule, "Quy tắc", "Rule"},
    {Msg::Severity, "Mức", "Severity"},
    {Msg::State, "Trạng thái", "State"},
    {Msg::RuleRiver, "Mực nước sông", "River level"},
    {Msg::RuleStreet, "Ngập đường", "Street depth"},
    {Msg::RuleStuck, "Trạm kẹt số", "Stuck gauge"},
    {Msg::RuleCongestion, "Ùn tắc", "Congestion"},
    {Msg::RuleSilent, "Khu vực im lặng", "Silent district"},
    {Msg::RulePower, "Mất điện", "Power outage"},
    {Msg::RuleCitizens, "Dân báo nhiều", "Citizen surge"},
    {Msg::PutInLine, "Soạn lệnh:", "Write an order:"},
}};

constexpr bool in_order() {
    for (std::size_t i = 0; i < kMessages; ++i) {
        if (static_cast<std::size_t>(kEntries[i].id) != i) return false;
    }
    return true;
}
static_assert(in_order(), "kEntries follows the order of Msg");

constexpr std::array<std::array<const char*, 2>, static_cast<std::size_t>(Cover::Count)> kCovers{{
    {"Sông", "River"},
    {"Kênh rạch", "Canal"},
    {"Hồ", "Lake"},
    {"Mặt đường", "Road"},
    {"Nhà", "Building"},
    {"Khu dày đặc", "Dense town"},
    {"Khu xen kẽ", "Mixed"},
    {"Vườn cây", "Orchard"},
    {"Ruộng lúa", "Rice"},
    {"Khu công nghiệp", "Industry"},
    {"Công viên", "Park"},
    {"Đất trống", "Bare"},
}};

}  // namespace

const char* say(Msg message, Lang lang) {
    const Entry& e = kEntries[static_cast<std::size_t>(message)];
    return lang == Lang::Vi ? e.vi : e.en;
}

namespace {
Msg offset(Msg first, std::size_t by) { return static_cast<Msg>(static_cast<std::size_t>(first) + by); }
}  // namespace

Msg message_of(Quality quality) { return offset(Msg::Good, static_cast<std::size_t>(quality)); }
Msg message_of(VehicleKind kind) { return offset(Msg::Motorbike, static_cast<std::size_t>(kind)); }
Msg message_of(Severity severity) { return offset(Msg::Info, static_cast<std::size_t>(severity)); }
Msg message_of(AlarmState state) { return offset(Msg::Precursor, static_cast<std::size_t>(state)); }
Msg message_of(StructureKind kind) { return offset(Msg::Sluice, static_cast<std::size_t>(kind)); }
Msg message_of(Provenance provenance) { return offset(Msg::Traced, static_cast<std::size_t>(provenance)); }
Msg message_of_use(std::uint8_t building_use) { return offset(Msg::UseHome, std::min<std::size_t>(building_use, 3)); }
std::string rule_name(const std::string& rule, Lang lang) {
    constexpr std::pair<const char*, Msg> kRules[] = {
        {"river_level", Msg::RuleRiver},     {"street_depth", Msg::RuleStreet},    {"stuck_gauge", Msg::RuleStuck},
        {"congestion", Msg::RuleCongestion}, {"silent_district", Msg::RuleSilent}, {"power_outage", Msg::RulePower},
        {"citizen_surge", Msg::RuleCitizens}};
    for (const auto& [name, message] : kRules) {
        if (rule == name) return say(message, lang);
    }
    return rule;
}
const char* cover_name(Cover cover, Lang lang) {
    return kCovers[static_cast<std::size_t>(cover)][lang == Lang::Vi ? 0 : 1];
}

}  // namespace sd::viz
