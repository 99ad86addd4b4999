#include "viz/overlay.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>

#include "viz/text.h"

namespace sd::viz {
namespace {

constexpr const char* kExtra =
    "0123456789.,:;−–-+×≥≤°³²µ/|()[]©·…→←▶▲▼◆●■✚% ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    "ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
    "ĂÂĐÊÔƠƯÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ";

constexpr std::array<const char*, 4> kRegular{
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf", "/usr/share/fonts/noto/NotoSans-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/dejavu/DejaVuSans.ttf"};
constexpr std::array<const char*, 4> kBold{
    "/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf", "/usr/share/fonts/noto/NotoSans-Bold.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf", "/usr/share/fonts/dejavu/DejaVuSans-Bold.ttf"};
/// Symbols such as ▶ that the text font lacks.
constexpr std::array<const char*, 2> kSymbols{"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
                                              "/usr/share/fonts/dejavu/DejaVuSans.ttf"};

template <std::size_t N>
const char* first_present(const std::array<const char*, N>& paths) {
    for (const char* path : paths) {
        if (std::filesystem::exists(path)) return path;
    }
    return nullptr;
}

std::vector<unsigned short> ranges_of(const std::vector<std::string>& texts) {
    std::set<unsigned short> used;
    const auto add = [&used](std::string_view text) {
        for (const char32_t c : decode_utf8(composed(text))) {
            if (c >= 0x20 && c <= 0xFFFC) used.insert(static_cast<unsigned short>(c));
        }
    };
    add(kExtra);
    for (unsigned short c = 0x20; c < 0x7F; ++c) used.insert(c);  // what is typed, and what a run answers
    for (const std::string& t : texts) add(t);
    std::vector<unsigned short> ranges;
    for (const unsigned short c : used) {
        if (!ranges.empty() && ranges.back() + 1 == c) {
            ranges.back() = c;
        } else {
            ranges.push_back(c);
            ranges.push_back(c);
        }
    }
    ranges.push_back(0);
    return ranges;
}

Result<ImFont*> add_font(ImFontAtlas& atlas, const char* path, float size_px, const unsigned short* ranges) {
    const char* symbols = first_present(kSymbols);
    if (path == nullptr) {
        return fail("fonts", "neither Noto Sans nor DejaVu Sans is installed",
                    "install fonts-noto-core and fonts-dejavu-core");
    }
    ImFontConfig config;
    config.OversampleH = 2;
    config.OversampleV = 1;
    config.PixelSnapH = true;
    ImFont* font = atlas.AddFontFromFileTTF(path, size_px, &config, ranges);
    if (symbols != nullptr) {
        config.MergeMode = true;
        atlas.AddFontFromFileTTF(symbols, size_px, &config, ranges);
    }
    return font;
}

Result<Fonts> add_fonts(ImFontAtlas& atlas, float scale, const unsigned short* ranges) {
    const char* regular = first_present(kRegular);
    const char* bold = first_present(kBold);
    Fonts fonts;
    const struct {
        ImFont** into;
        const char* path;
        float size_px;
    } wanted[] = {{&fonts.body, regular, 17.0F}, {&fonts.small, regular, 15.0F}, {&fonts.title, bold, 23.0F}};
    for (const auto& w : wanted) {
        auto font = add_font(atlas, w.path, w.size_px * scale, ranges);
        if (!font) return tl::unexpected(font.error());
        *w.into = *font;
    }
    return fonts;
}

void set_style() {
    ImGui::StyleColorsDark();
    ImGuiStyle& style = ImGui::GetStyle();
    style.WindowRounding = 6.0F;
    style.FrameRounding = 4.0F;
    style.Colors[ImGuiCol_WindowBg] = {0.07F, 0.09F, 0.12F, 0.92F};
    style.Colors[ImGuiCol_TitleBgActive] = {0.10F, 0.24F, 0.36F, 1.0F};
}

}  // namespace

std::vector<std::string> texts_of(const City& city) {
    std::vector<std::string> out{city.meta.name, city.meta.attribution,
                                 "› ✓ ✗ ’ “ ” … → ≥ ≤ ×"};  // marks of orders and their answers
    for (std::size_t m = 0; m < kMessages; ++m) {
        for (const Lang lang : {Lang::Vi, Lang::En}) out.emplace_back(say(static_cast<Msg>(m), lang));
    }
    for (const Ward& w : city.wards) out.push_back(w.name);
    for (const RoadEdge& e : city.edges) out.push_back(e.name);
    for (const Poi& p : city.pois) out.push_back(p.name);
    for (const Station& s : city.stations) out.push_back(s.name);
    for (const Structure& s : city.structures) out.push_back(s.name);
    for (const Substation& s : city.substations) out.push_back(s.name);
    for (const Dyke& d : city.dykes) out.push_back(d.name);
    return out;
}

Result<std::u32string> missing_glyphs(const std::vector<std::string>& texts) {
    ImFontAtlas atlas;
    const auto ranges = ranges_of(texts);
    const auto fonts = add_fonts(atlas, 1.0F, ranges.data());
    if (!fonts) return tl::unexpected(fonts.error());
    atlas.Build();
    std::set<char32_t> missing;
    for (const std::string& text : texts) {
        for (const char32_t c : decode_utf8(composed(text))) {
            if (c < 0x20) continue;
            for (const ImFont* font : {fonts->body, fonts->small, fonts->title}) {
                if (c > 0xFFFF || font->FindGlyphNoFallback(static_cast<ImWchar>(c)) == nullptr) missing.insert(c);
            }
        }
    }
    return std::u32string(missing.begin(), missing.end());
}

Result<std::unique_ptr<Overlay>> Overlay::make(Surface& surface, const std::vector<std::string>& texts, float scale) {
    std::unique_ptr<Overlay> made(new Overlay(surface));
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    set_style();
    made->ranges_ = ranges_of(texts);
    auto fonts = add_fonts(*ImGui::GetIO().Fonts, scale, made->ranges_.data());
    if (!fonts) return tl::unexpected(fonts.error());
    made->fonts_ = *fonts;
    if (!ImGui_ImplOpenGL3_Init("#version 130"))
        return fail("OpenGL", "Dear ImGui could not load the OpenGL functions");
    return made;
}

Overlay::~Overlay() {
    if (ImGui::GetIO().BackendRendererUserData != nullptr) ImGui_ImplOpenGL3_Shutdown();
    if (ImGui::GetIO().BackendPlatformUserData != nullptr) ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
}

void Overlay::begin(const std::function<void()>& feed) {
    const Viewport size = surface_.viewport();
    ImGuiIO& io = ImGui::GetIO();
    ImGui_ImplOpenGL3_NewFrame();
    if (io.BackendPlatformUserData != nullptr) {
        ImGui_ImplGlfw_NewFrame();
    } else {
        io.DeltaTime = 1.0F / 60.0F;
    }
    io.DisplaySize = {static_cast<float>(size.width_px), static_cast<float>(size.height_px)};
    if (feed) feed();
    ImGui::NewFrame();
}

void Overlay::end() {
    ImGui::Render();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace sd::viz
