#include "scenarios/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <sstream>

namespace sd {
namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; }

/// yaml-cpp counts bytes; people count characters.
class Lines {
public:
    explicit Lines(std::string_view text) {
        std::size_t begin = 0;
        while (begin <= text.size()) {
            const std::size_t end = std::min(text.find('\n', begin), text.size());
            lines_.push_back(text.substr(begin, end - begin));
            begin = end + 1;
        }
    }
    [[nodiscard]] Place place(const YAML::Mark& mark) const {
        if (mark.is_null() || mark.line < 0 || mark.line >= static_cast<int>(lines_.size())) return {};
        const std::string_view line = lines_[static_cast<std::size_t>(mark.line)];
        const auto bytes = std::min(static_cast<std::size_t>(std::max(mark.column, 0)), line.size());
        const auto inner =
            std::count_if(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(bytes), continues_character);
        return {mark.line + 1, static_cast<int>(bytes) - static_cast<int>(inner) + 1};
    }
    [[nodiscard]] bool quoted(const YAML::Mark& mark) const {
        if (mark.is_null() || mark.line < 0 || mark.line >= static_cast<int>(lines_.size())) return false;
        const std::string_view line = lines_[static_cast<std::size_t>(mark.line)];
        const auto column = static_cast<std::size_t>(std::max(mark.column, 0));
        return column < line.size() && (line[column] == '"' || line[column] == '\'');
    }

private:
    std::vector<std::string_view> lines_;
};

/// Scenario files are shallow; anything deeper is an attack or an accident.
constexpr int kMaxDepth = 32;

YamlNode convert(const YAML::Node& node, const Lines& lines, int depth) {
    YamlNode out;
    out.place = lines.place(node.Mark());
    if (depth > kMaxDepth) throw YAML::ParserException(node.Mark(), "nested deeper than 32 levels");
    if (node.IsScalar()) {
        out.kind = NodeKind::Scalar;
        out.text = node.Scalar();
        out.quote = lines.quoted(node.Mark()) ? 1 : 0;
    } else if (node.IsSequence()) {
        out.kind = NodeKind::List;
        for (const auto& item : node) out.items.push_back(convert(item, lines, depth + 1));
    } else if (node.IsMap()) {
        out.kind = NodeKind::Map;
        for (const auto& member : node) {
            out.members.push_back({convert(member.first, lines, depth + 1), convert(member.second, lines, depth + 1)});
        }
    }
    return out;
}

/// Hears a parse and keeps nothing.
class Deaf final : public YAML::EventHandler {
    using Style = YAML::EmitterStyle::value;
    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
    void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
    void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
    void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, Style) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, Style) override {}
    void OnMapEnd() override {}
};

/// 0, 1 or 2 for more. Not YAML::LoadAll: behind a stray '}' it finds empty documents for ever.
int count_documents(const std::string& text) {
    std::istringstream in(text);
    YAML::Parser parser(in);
    Deaf deaf;
    int count = 0;
    while (count < 2 && parser.HandleNextDocument(deaf)) ++count;
    return count;
}

}  // namespace

Place YamlNode::inside(std::size_t offset) const {
    const auto bytes = std::min(offset, text.size());
    const auto inner =
        std::count_if(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(bytes), continues_character);
    return {place.line, place.column + quote + static_cast<int>(bytes) - static_cast<int>(inner)};
}

const char* name_of(NodeKind kind) {
    switch (kind) {
        case NodeKind::Null:
            return "nothing";
        case NodeKind::Scalar:
            return "a single value";
        case NodeKind::List:
            return "a list";
        case NodeKind::Map:
            return "a map";
    }
    return "";
}

Result<YamlNode> parse_yaml(std::string_view text, const std::string& file) {
    const Lines lines(text);
    try {
        const int documents = count_documents(std::string(text));
        if (documents > 1) {
            return fail(file, "the file holds several YAML documents; expected one",
                        "remove '---' separators and what stands behind a closing bracket");
        }
        if (documents == 0) return YamlNode{NodeKind::Null, {1, 1}, {}, 0, {}, {}};
        return convert(YAML::Load(std::string(text)), lines, 0);
    } catch (const YAML::Exception& e) {
        const Place at = lines.place(e.mark);
        return fail(Errors{{file, at.line, at.column, "not valid YAML: " + e.msg,
                            "check indentation, quotes and brackets here and on the line before"}});
    }
}

}  // namespace sd
