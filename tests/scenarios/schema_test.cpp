// The published schema and the reader accept the same files.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "scenarios/run_dir.h"
#include "scenarios/scenario.h"
#include "scenarios/sentence.h"

namespace sd {
namespace {

using nlohmann::json;

/// YAML's core schema for plain scalars: numbers and truth values; quoted ones stay text.
json json_of(const YAML::Node& node) {
    if (node.IsMap()) {
        json out = json::object();
        for (const auto& m : node) out[m.first.as<std::string>()] = json_of(m.second);
        return out;
    }
    if (node.IsSequence()) {
        json out = json::array();
        for (const auto& item : node) out.push_back(json_of(item));
        return out;
    }
    if (!node.IsScalar()) return nullptr;
    const std::string text = node.Scalar();
    if (node.Tag() == "!") return text;
    if (text == "true" || text == "false") return text == "true";
    const json number = json::parse(text, nullptr, false);
    return number.is_number() ? number : json(text);
}

bool schema_accepts(const std::string& yaml) {
    static const json document =
        json::parse(*read_file(std::filesystem::path(SD_SOURCE_DIR) / "scenarios/scenario.schema.json"));
    valijson::Schema schema;
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(document), schema);
    const json instance = json_of(YAML::Load(yaml));
    return valijson::Validator().validate(schema, valijson::adapters::NlohmannJsonAdapter(instance), nullptr);
}

TEST(Schema, AcceptsTheLibraryAsTheReaderDoes) {
    int files = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(SD_SOURCE_DIR) / "scenarios/library")) {
        if (entry.path().extension() != ".yaml") continue;
        const std::string text = *read_file(entry.path());
        const auto read = parse_scenario(text, entry.path().string());
        EXPECT_TRUE(read) << to_text(read.error());
        EXPECT_TRUE(schema_accepts(text)) << entry.path();
        if (read) {
            EXPECT_EQ(read->name, entry.path().stem().string());
        }
        ++files;
    }
    EXPECT_GE(files, 5);
}

/// What stands in backticks in the first cell of every table row between two headings of docs/scenario.md.
std::vector<std::string> examples(const std::string& from, const std::string& until) {
    const std::string text = *read_file(std::filesystem::path(SD_SOURCE_DIR) / "docs/scenario.md");
    std::istringstream part(text.substr(text.find(from), text.find(until) - text.find(from)));
    std::vector<std::string> out;
    for (std::string row; std::getline(part, row);) {
        if (!row.starts_with("| `")) continue;
        const std::string cell = row.substr(0, row.find(" | "));
        for (std::size_t at = cell.find('`'); at != std::string::npos;) {
            const std::size_t end = cell.find('`', at + 1);
            out.push_back(cell.substr(at + 1, end - at - 1));
            at = cell.find('`', end + 1);
        }
    }
    return out;
}

TEST(Documentation, EveryExampleOfTheLanguageIsRead) {
    const std::vector<std::string> sentences = examples("## What happens", "## What must be true");
    EXPECT_GE(sentences.size(), 13u);
    for (const std::string& sentence : sentences) {
        const auto read = parse_sentence(sentence, Instant{});
        EXPECT_TRUE(read) << sentence << "\n" << to_text(read.error());
    }
    const std::vector<std::string> lines = examples("## What must be true", "## no such heading");
    EXPECT_GE(lines.size(), 10u);
    const std::string head = "scenario: t\ncity: my_tho\nstart: \"2026-10-29T16:00:00+07:00\"\nfor: 4h\nexpect:\n  - '";
    for (const std::string& line : lines) {
        const auto read = parse_scenario(head + line + "'\n", "t.yaml");
        EXPECT_TRUE(read) << line << "\n" << to_text(read.error());
        EXPECT_TRUE(schema_accepts(head + line + "'\n")) << line;
    }
}

TEST(Schema, RefusesWhatTheReaderRefuses) {
    const std::string head = "scenario: t\ncity: my_tho\nstart: \"2026-10-29T18:00:00+07:00\"\nfor: 1h\n";
    EXPECT_TRUE(schema_accepts(head));
    for (const std::string& bad :
         {head + "rian: {}\n", head + "seed: -1\n", head + "end: \"20:00\"\n", head + "traffic: {scale: 9}\n",
          head + "rain: {total_mm: 5, idf_station: x}\n", head + "devices: {nominal_faults: maybe}\n",
          head + "events: [at 18:10 explode]\n", head + "events: [{at: \"18:10\", do: explode}]\n",
          head + "expect: [by 18:10 expect miracle]\n", head + "city: {base: a, cut: [1, 2, 3]}\n",
          std::string("scenario: Bad Name\ncity: a\nstart: \"2026-10-29T18:00:00+07:00\"\nfor: 1h\n"),
          std::string("scenario: t\nstart: \"2026-10-29T18:00:00+07:00\"\nfor: 1h\n")}) {
        EXPECT_FALSE(parse_scenario(bad, "t.yaml")) << bad;
        EXPECT_FALSE(schema_accepts(bad)) << bad;
    }
}

}  // namespace
}  // namespace sd
