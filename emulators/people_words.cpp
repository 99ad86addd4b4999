#include "emulators/people_words.h"

#include <array>

namespace sd {
namespace {

struct Mark {
    double up_to_m;
    std::string_view words;
};
// Of an adult of 1.60 m.
constexpr std::array<Mark, 6> kMarks{{{0.15, "ngập mắt cá chân"},
                                      {0.35, "ngập tới bắp chân"},
                                      {0.55, "ngập tới đầu gối"},
                                      {0.80, "ngập tới đùi"},
                                      {1.10, "ngập tới thắt lưng"},
                                      {1.0e9, "ngập tới ngực"}}};

constexpr std::array<std::string_view, 3> kFlooded{"Nước {}{}, xe chết máy nhiều.", "Đường {}{}, không đi được.",
                                                   "Nhà tôi {}{}, nước còn lên."};
constexpr std::array<std::string_view, 3> kDark{"Cúp điện cả xóm{}.", "Mất điện{}, khi nào có lại?",
                                                "Khu này mất điện rồi{}."};
constexpr std::array<std::string_view, 3> kTrapped{"Xe chết máy giữa nước, kẹt không ra được{}. Cứu với!",
                                                   "Có người mắc kẹt vì nước ngập{}.", "Kẹt trong nước{}, cần xuồng."};
constexpr std::array<std::string_view, 3> kRumour{"Nghe nói nước {}{}, có đúng không?", "Mọi người bảo {}{} rồi.",
                                                  "Trên mạng nói {}{}, ghê lắm."};

// Replaces each {} in turn.
std::string filled(std::string_view pattern, std::string_view first, std::string_view second) {
    std::string out;
    bool used = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern.substr(i, 2) == "{}") {
            out += used ? second : first;
            used = true;
            ++i;
        } else {
            out += pattern[i];
        }
    }
    return out;
}

}  // namespace

std::string_view body_words(double depth_m) {
    for (const Mark& mark : kMarks) {
        if (depth_m <= mark.up_to_m) return mark.words;
    }
    return kMarks.back().words;
}

std::string report_words(ReportKind kind, double depth_m, std::string_view ward, std::uint32_t variant) {
    const std::string place = ward.empty() ? std::string() : " ở " + std::string(ward);
    const std::size_t v = variant % 3;
    switch (kind) {
        case ReportKind::PowerOut:
            return filled(kDark[v], place, {});
        case ReportKind::Trapped:
            return filled(kTrapped[v], place, {});
        case ReportKind::Rumour:
            return filled(kRumour[v], body_words(depth_m), place);
        case ReportKind::Flooded:
            break;
    }
    return filled(kFlooded[v], body_words(depth_m), place);
}

}  // namespace sd
