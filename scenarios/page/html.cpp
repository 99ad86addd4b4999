#include "scenarios/page/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace sd {
namespace {

/// Printed on A4 and read on a screen by the same rules; colours are the Okabe–Ito set.
constexpr const char* kStyle = R"css(
:root{--ink:#1d2730;--soft:#5b6770;--rule:#d5dce1;--blue:#0b5c8a;--good:#00704f;--bad:#b23a00;--open:#6b5b00}
*{box-sizing:border-box}body{margin:0;font:15px/1.5 "DejaVu Sans",Verdana,sans-serif;color:var(--ink);background:#eef2f4}
main{max-width:1080px;margin:0 auto;background:#fff;padding:32px 48px 64px}
header{border-bottom:3px solid var(--blue);padding-bottom:16px;margin-bottom:8px}
h1{font-size:28px;line-height:1.25;margin:.2em 0}h2{font-size:19px;color:var(--blue);margin:36px 0 10px;border-bottom:1px solid var(--rule);padding-bottom:4px}
h3{font-size:15px;margin:18px 0 4px}.kicker{color:var(--soft);letter-spacing:.06em;text-transform:uppercase;font-size:12px}
.lang{float:right}.lang button{font:inherit;border:1px solid var(--rule);background:#fff;padding:4px 12px;cursor:pointer}
body.vi .en,body.en .vi{display:none}body.vi .b-vi,body.en .b-en{background:var(--blue);color:#fff}
table{border-collapse:collapse;width:100%;margin:8px 0;font-size:13.5px;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:5px 10px 5px 0;border-bottom:1px solid var(--rule);vertical-align:top}th{color:var(--soft);font-weight:600}
td.n,th.n{text-align:right}.ok{color:var(--good);font-weight:700}.bad{color:var(--bad);font-weight:700}.open{color:var(--open);font-weight:700}
figure{margin:12px 0;break-inside:avoid}figure img,figure svg{width:100%;height:auto;border:1px solid var(--rule)}figcaption{color:var(--soft);font-size:12.5px}
.cards{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;margin:16px 0}.card{border:1px solid var(--rule);border-top:3px solid var(--blue);padding:10px 12px}
.card b{display:block;font-size:21px}.card>span{color:var(--soft);font-size:12.5px}
.two{display:grid;grid-template-columns:1fr 1fr;gap:18px}.warn{background:#fff4e0;border-left:5px solid #d55e00;padding:8px 14px;margin:12px 0}
code{font:12.5px/1.45 "DejaVu Sans Mono",monospace;background:#f3f6f8;padding:2px 5px;overflow-wrap:anywhere}
.none{color:var(--soft)}footer{margin-top:40px;color:var(--soft);font-size:12.5px;border-top:1px solid var(--rule);padding-top:10px}
@media print{body{background:#fff;font-size:12px}main{padding:0;max-width:none}.lang{display:none}h2{break-after:avoid}tr{break-inside:avoid}}
@media(max-width:760px){main{padding:18px}.cards,.two{grid-template-columns:1fr 1fr}.two{grid-template-columns:1fr}}
)css";

constexpr const char* kScript =
    "function lang(l){document.body.className=l;document.documentElement.lang=l}"
    "if(location.hash==='#en')lang('en')";

}  // namespace

std::string escape_html(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::array<std::uint32_t, 3> b{};
        const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t k = 0; k < n; ++k) b[k] = static_cast<unsigned char>(bytes[i + k]);
        const std::uint32_t word = (b[0] << 16u) | (b[1] << 8u) | b[2];
        out += kLetters[(word >> 18u) & 63u];
        out += kLetters[(word >> 12u) & 63u];
        out += n > 1 ? kLetters[(word >> 6u) & 63u] : '=';
        out += n > 2 ? kLetters[word & 63u] : '=';
    }
    return out;
}

std::string both(const std::string& vi, const std::string& en) {
    return "<span class=\"vi\" lang=\"vi\">" + vi + "</span><span class=\"en\" lang=\"en\">" + en + "</span>";
}

std::string picture_html(std::string_view png, const std::string& caption_html) {
    return "<figure><img alt=\"\" src=\"data:image/png;base64," + base64(png) + "\"><figcaption>" + caption_html +
           "</figcaption></figure>\n";
}

std::string table_html(const std::vector<std::vector<std::string>>& rows, std::size_t numbers_from) {
    std::string out = "<table>\n";
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const std::string tag = r == 0 ? "th" : "td";
        out += "<tr>";
        for (std::size_t c = 0; c < rows[r].size(); ++c) {
            out += fmt::format("<{0}{1}>{2}</{0}>", tag, c >= numbers_from ? " class=\"n\"" : "", rows[r][c]);
        }
        out += "</tr>\n";
    }
    return out + "</table>\n";
}

std::string section_html(const std::string& vi, const std::string& en, const std::string& body) {
    return "<section><h2>" + both(vi, en) + "</h2>\n" + body + "</section>\n";
}

std::string page_html(const std::string& title, const std::string& body) {
    return "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\">"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" +
           escape_html(title) + "</title>\n<style>" + kStyle + "</style></head>\n<body class=\"vi\"><main>\n" + body +
           "</main><script>" + kScript + "</script></body></html>\n";
}

}  // namespace sd
