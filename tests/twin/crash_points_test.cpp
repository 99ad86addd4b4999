// Power cuts at every early write and sync of the platform, on a disk that keeps, loses or scrambles what was not
// synced: what was acknowledged must be there afterwards, and nothing twice.
#include <gtest/gtest.h>

#include <map>

#include "tests/twin/rig.h"
#include "twin/store.h"
#include "twin/twin.h"
#include "twin/wire/codec.h"

namespace sd {
namespace {

using test::kStart;
using Stream = std::pair<StreamId, std::uint32_t>;

constexpr int kRounds = 8;
constexpr std::uint64_t kPoints = 34;  ///< operations of an undisturbed run, about
constexpr std::uint64_t kSeeds = 7;

struct Round {
    Instant at;
    std::vector<Frame> frames;
};

/// What senders put out: readings of two shards, people, an operator who acknowledges what the river's alarm will be.
std::vector<Round> rounds_of(const test::SmallCity& town) {
    std::vector<Round> out;
    for (int r = 1; r <= kRounds; ++r) {
        const Instant at = kStart + minutes(r);
        std::vector<test::Reading> shards[2];
        for (std::uint32_t d = 0; d < town.city.devices.size(); ++d) {
            std::vector<float> values = test::usual(town, d, at);
            if (town.city.devices[d].kind == DeviceKind::RiverLevel) values[0] += 0.5F * static_cast<float>(r);
            if (!values.empty()) shards[d % 2].push_back({d, static_cast<std::uint32_t>(r), at, std::move(values), 1});
        }
        const auto seq = static_cast<std::uint64_t>(r);
        CitizenReport report;
        report.population_cell = 1;
        report.seq = static_cast<std::uint32_t>(r);
        report.at = at;
        Frame orders;
        orders.topic = Topic::Commands;
        orders.stream = {StreamKind::Commands, 0};
        orders.boot = 1;
        orders.seq = seq;
        std::vector<Command> commands;
        if (r == kRounds)
            commands.push_back({1, at - seconds(30), {}, CommandKind::AcknowledgeAlarm, "1", 0, {}, {}, "", "desk"});
        orders.payload = encode(commands);
        out.push_back({at,
                       {test::readings_frame(at, shards[0], seq, 0), test::readings_frame(at, shards[1], seq, 1),
                        test::reports_frame({report}, seq), orders}});
    }
    return out;
}

/// A sender's side of the story: it repeats what was not acknowledged until all is.
class Drive {
public:
    Drive(const test::SmallCity& town, const std::vector<Round>& rounds, const std::string& name)
        : town_(town), rounds_(rounds), disk_(make_sim_disk()) {
        config_.folder = test::fresh_folder(name);
        config_.start = kStart;
        config_.disk = disk_;
    }

    /// Power goes at the n-th write or sync (0: never), and once more soon after.
    void run(std::uint64_t n, std::uint64_t seed) {
        disk_->fail_after(n);
        for (std::uint64_t life = 0; life < 4; ++life) {
            if (life > 0) {
                twin_.reset();
                disk_->crash(100 * seed + life);
                disk_->fail_after(life == 1 ? 3 + seed : 0);
                ++crashes;
            }
            if (reopen() && play()) return;
        }
        ADD_FAILURE() << "the disk did not fail any more, yet the run did not end";
    }
    Twin& twin() { return *twin_; }
    [[nodiscard]] std::filesystem::path index() const { return config_.folder / "index.sqlite"; }
    int crashes = 0;

private:
    bool reopen() {
        auto opened = open_twin(town_.city, config_);
        if (!opened) return false;
        twin_ = std::move(*opened);
        std::map<Stream, std::uint64_t> recovered;
        for (const Durable& d : twin_->recovered()) recovered[{d.stream, d.boot}] = d.seq;
        for (const auto& [stream, seq] : acknowledged_) EXPECT_GE(recovered[stream], seq) << "acknowledged, yet lost";
        return true;
    }
    bool play() {
        for (const Round& round : rounds_) {
            for (const Frame& frame : round.frames) {
                if (frame.seq <= acknowledged_[{frame.stream, frame.boot}]) continue;
                twin_->receive(frame);
                if (frame.stream.shard == 1 && !commit()) return false;  // half of a round, too
            }
            if (!commit()) return false;
            twin_->advance(round.at);
        }
        return commit() && twin_->close().has_value();
    }
    bool commit() {
        if (!twin_->commit()) return false;
        for (const Durable& d : twin_->take_durable()) acknowledged_[{d.stream, d.boot}] = d.seq;
        return true;
    }

    const test::SmallCity& town_;
    const std::vector<Round>& rounds_;
    std::shared_ptr<SimDisk> disk_;
    TwinConfig config_;
    std::unique_ptr<Twin> twin_;
    std::map<Stream, std::uint64_t> acknowledged_;
};

struct End {
    std::uint64_t belief = 0;
    std::uint64_t readings = 0;
    std::uint64_t stored = 0;
    std::uint64_t reports = 0;
    std::uint64_t acts = 0;
    std::uint64_t refused = 0;
    friend bool operator==(const End&, const End&) = default;
};

End end_of(Drive& drive) {
    End end{drive.twin().belief_hash(), drive.twin().counters().readings_accepted, 0, 0, 0, 0};
    auto reader = open_index_reader(drive.index());
    if (!reader) {
        ADD_FAILURE() << to_text(reader.error());
        return end;
    }
    end.stored = (*reader)->reading_count();
    (*reader)->each_report([&end](std::uint32_t, std::uint32_t) { ++end.reports; });
    for (const StoredAct& act : (*reader)->acts()) end.acts += act.done ? 1 : 100;
    (*reader)->each_reject([&end](const StoredReject&) { ++end.refused; });
    (*reader)->each_report_reject([&end](const StoredReject&) { ++end.refused; });
    return end;
}

TEST(CrashPoints, WhatWasAcknowledgedIsThereOnceAfterAnyPowerCut) {
    const test::SmallCity town = test::make_small_city(32, 24);
    const std::vector<Round> rounds = rounds_of(town);
    Drive straight(town, rounds, "crash_none");
    straight.run(0, 0);
    const End expected = end_of(straight);
    ASSERT_EQ(expected.reports, static_cast<std::uint64_t>(kRounds));
    ASSERT_EQ(expected.acts, 1U) << "one order, obeyed";
    ASSERT_EQ(expected.refused, 0U);
    int crashes = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        for (std::uint64_t n = 1; n <= kPoints; ++n) {
            Drive drive(town, rounds, "crash");
            drive.run(n, seed);
            crashes += drive.crashes > 0 ? 1 : 0;
            ASSERT_EQ(end_of(drive), expected) << "power cut at operation " << n << ", seed " << seed;
        }
    }
    EXPECT_GE(crashes, 200);
}

}  // namespace
}  // namespace sd
