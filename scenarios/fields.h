// Reads the members of one YAML map and collects every error: missing, unknown, repeated, mistyped, out of range.
#pragma once

#include <string>
#include <vector>

#include "scenarios/yaml_tree.h"
#include "sim/core/time.h"

namespace sd {

class Fields {
public:
    /// `what` names the map in messages, e.g. "rain". A node that is not a map is one error and reads as empty.
    Fields(const YamlNode& node, std::string what, const std::string& file, Errors& errors);

    /// The member, or null. Every key asked for is a known key.
    const YamlNode* find(const std::string& key);
    const YamlNode* require(const std::string& key, const std::string& hint);

    void text(const std::string& key, std::string& out);
    void number(const std::string& key, double low, double high, const char* unit, double& out);
    void whole(const std::string& key, std::uint64_t& out);
    void truth(const std::string& key, bool& out);
    void duration(const std::string& key, Duration& out);
    /// Complains about unknown and repeated keys; call after every find().
    void finish();

    void error(const YamlNode& at, const std::string& message, const std::string& hint = {});
    /// The scalar's text; an error and null when the node is something else.
    const std::string* scalar(const YamlNode& node, const std::string& key, const std::string& expected);

private:
    const YamlNode& node_;
    std::string what_;
    const std::string& file_;
    Errors& errors_;
    std::vector<std::string> known_;
};

}  // namespace sd
