#include "scenarios/run_journals.h"

#include <cstring>

#include "twin/wire/codec.h"

namespace sd {
namespace {

enum Kind : std::uint32_t { kInput = 1, kModels = 2, kTruth = 3, kBelief = 4 };

void put(std::string& out, std::uint64_t value) {
    for (int k = 0; k < 8; ++k) out.push_back(static_cast<char>((value >> (8 * k)) & 0xFFu));
}

std::uint64_t get(std::string_view bytes, std::size_t index) {
    std::uint64_t value = 0;
    for (std::size_t k = 0; k < 8; ++k) {
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[index * 8 + k])) << (8 * k);
    }
    return value;
}

}  // namespace

Result<InputLog> InputLog::create(Disk& disk, const std::filesystem::path& file) {
    auto journal = open_journal(disk, file, [](const Record&) {});
    if (!journal) return fail(std::move(journal.error()));
    InputLog log;
    log.journal_ = std::move(*journal);
    return log;
}

Result<void> InputLog::add(const InputRecord& record) {
    std::string payload;
    put(payload, record.tick);
    payload += encode(record.command);
    journal_->append(kInput, payload);
    return journal_->commit();
}

Result<void> must_be_whole(Disk& disk, const std::filesystem::path& file) {
    std::uint64_t cut = 0;
    const auto read = read_journal(
        disk, file, [](const Record&) {}, &cut);
    if (!read) return fail(read.error());
    if (cut == 0) return {};
    return fail(file.string(), std::to_string(cut) + " bytes at its end are damaged, although the run had finished",
                "repeat the run");
}

Result<std::vector<InputRecord>> read_inputs(Disk& disk, const std::filesystem::path& file) {
    std::vector<InputRecord> out;
    Errors errors;
    const auto read = read_journal(disk, file, [&](const Record& record) {
        if (record.kind != kInput || record.payload.size() < 8) return;
        auto command = decode_command(record.payload.substr(8));
        if (command) {
            out.push_back({get(record.payload, 0), std::move(*command)});
        } else {
            errors.insert(errors.end(), command.error().begin(), command.error().end());
        }
    });
    if (!read) return fail(read.error());
    if (!errors.empty()) return fail(std::move(errors));
    return out;
}

Result<HashLog> HashLog::create(Disk& disk, const std::filesystem::path& file) {
    auto journal = open_journal(disk, file, [](const Record&) {});
    if (!journal) return fail(std::move(journal.error()));
    HashLog log;
    log.journal_ = std::move(*journal);
    return log;
}

void HashLog::add_truth(std::uint64_t tick, const ModelHashes& hashes) {
    if (!named_) {
        std::string names;
        for (const auto& [name, hash] : hashes) names += name + "\n";
        journal_->append(kModels, names);
        named_ = true;
    }
    std::string payload;
    put(payload, tick);
    for (const auto& [name, hash] : hashes) put(payload, hash);
    journal_->append(kTruth, payload);
}

void HashLog::add_belief(Instant at, std::uint64_t hash) {
    std::string payload;
    put(payload, static_cast<std::uint64_t>(at.ns));
    put(payload, hash);
    journal_->append(kBelief, payload);
}

Result<void> HashLog::commit() { return journal_->commit(); }

Result<HashHistory> read_hashes(Disk& disk, const std::filesystem::path& file) {
    HashHistory out;
    const auto read = read_journal(disk, file, [&](const Record& record) {
        if (record.kind == kModels) {
            std::string name;
            for (const char c : record.payload) {
                if (c == '\n')
                    out.models.push_back(std::exchange(name, {}));
                else
                    name.push_back(c);
            }
        } else if (record.kind == kTruth && record.payload.size() == 8 * (1 + out.models.size())) {
            auto& row = out.truth[get(record.payload, 0)];
            for (std::size_t m = 0; m < out.models.size(); ++m) row.push_back(get(record.payload, m + 1));
        } else if (record.kind == kBelief && record.payload.size() == 16) {
            out.belief[static_cast<std::int64_t>(get(record.payload, 0))] = get(record.payload, 1);
        }
    });
    if (!read) return fail(read.error());
    return out;
}

std::string first_difference(const HashHistory& recorded, std::uint64_t tick, const ModelHashes& now) {
    const auto row = recorded.truth.find(tick);
    if (row == recorded.truth.end()) return {};
    if (row->second.size() != now.size()) return "models";
    for (std::size_t m = 0; m < now.size(); ++m) {
        if (recorded.models[m] != now[m].first) return "models";
        if (row->second[m] != now[m].second) return now[m].first;
    }
    return {};
}

}  // namespace sd
