// The published schema and the reader accept the same files.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "scenarios/run_dir.h"
#include "scenarios/scenario.h"

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
