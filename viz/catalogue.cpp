#include "viz/catalogue.h"

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
    {Msg::SyntheticTerrain, "Địa hình giả định – không dùng để phê duyệt", "Synthetic terrain, not for approval"},
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
    {Msg::PauseRun, "Dừng mô phỏng", "Pause the run"},
    {Msg::ResumeRun, "Chạy tiếp mô phỏng", "Resume the run"},
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
    {Msg::Nothing, "Bấm vào xe, thiết bị, nhà, đường hay ô đất", "Click a vehicle, device, building, road or cell"},
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
const char* cover_name(Cover cover, Lang lang) {
    return kCovers[static_cast<std::size_t>(cover)][lang == Lang::Vi ? 0 : 1];
}

}  // namespace sd::viz
