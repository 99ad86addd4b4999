// A YAML file as a plain tree with places, so that only yaml_tree.cpp includes yaml-cpp and every later message can say
// file:line:column. Columns count characters, not bytes, so they match what an editor shows for Vietnamese text.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/core/result.h"

namespace sd {

struct Place {
    int line = 0;    ///< from 1; 0 = whole file
    int column = 0;  ///< from 1
};

enum class NodeKind : unsigned char { Null, Scalar, List, Map };

struct YamlMember;

struct YamlNode {
    NodeKind kind = NodeKind::Null;
    Place place;
    std::string text;                 ///< scalars
    int quote = 0;                    ///< 1 when the scalar is quoted: its text begins one column later
    std::vector<YamlNode> items;      ///< lists
    std::vector<YamlMember> members;  ///< maps, in file order, duplicates kept

    /// Place of byte `offset` inside a one-line scalar.
    [[nodiscard]] Place inside(std::size_t offset) const;
};

/// Not a std::pair: clang 14 would ask for a complete YamlNode within YamlNode.
struct YamlMember {
    YamlNode first;
    YamlNode second;
};

/// A word for messages: "a list", "a map", …
[[nodiscard]] const char* name_of(NodeKind kind);

[[nodiscard]] Result<YamlNode> parse_yaml(std::string_view text, const std::string& file);

}  // namespace sd
