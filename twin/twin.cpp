// The twin: log first, then belief. Everything the belief does is a function of the log, record by record, so a restart
// replays it to the same bits. Inside, time moves on a grid of whole seconds from the start of the run, so it does not
// matter in how many steps the caller advances.
#include "twin/twin.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <map>
#include <system_error>
#include <utility>

#include "twin/alerts.h"
#include "twin/assimilate.h"
#include "twin/belief.h"
#include "twin/catalogue.h"
#include "twin/ingest.h"
#include "twin/log_records.h"
#include "twin/picture.h"
#include "twin/rules.h"
#include "twin/store.h"
#include "twin/traffic_belief.h"

namespace sd {
namespace {

constexpr Duration kApplyEvery = seconds(1);
constexpr Duration kRulesEvery = seconds(5);
/// The index is committed after this many rows or this much simulated time: it is derived, so late is safe.
constexpr std::size_t kIndexRows = 20'000;
constexpr Duration kIndexEvery = seconds(60);

class LoggedTwin final : public Twin {
public:
    LoggedTwin(const City& city, const TwinConfig& config)
        : city_(city),
          config_(config),
          disk_(config.disk ? config.disk : std::shared_ptr<Disk>(make_posix_disk())),
          catalogue_(catalogue_of(city)),
          ingest_(city),
          belief_(make_belief(city, config.start)),
          flood_(city),
          traffic_(city),
          clock_(config.start) {}

    [[nodiscard]] Result<void> open();

    void receive(const Frame& frame) override;
    [[nodiscard]] Result<void> commit() override;
    [[nodiscard]] std::vector<Durable> take_durable() override;
    [[nodiscard]] std::vector<Durable> recovered() const override;
    void advance(Instant watermark) override;
    [[nodiscard]] Instant watermark() const override { return clock_; }
    [[nodiscard]] std::uint64_t belief_hash() const override;
    [[nodiscard]] const TwinCounters& counters() const override { return ingest_.counters(); }
    [[nodiscard]] const std::vector<AlarmView>& alarms() const override { return alarms_.all(); }
    [[nodiscard]] Picture picture() const override {
        return belief_picture(city_, catalogue_, belief_, flood_, traffic_, alarms_);
    }
    [[nodiscard]] Result<void> close() override;

private:
    using StreamBoot = std::pair<StreamId, std::uint32_t>;
    struct Received {
        std::uint64_t record = 0;
        Frame frame;
    };

    [[nodiscard]] Result<void> open_index_file();
    void replay(const Record& record);
    void take_until(std::uint64_t record);
    void move_to(Instant watermark);
    void apply_due(Instant now);
    void run_rules(Instant now);
    void act(const Command& order);
    void tell(const AlarmView& alarm, const std::string& actor);
    [[nodiscard]] Result<void> flush_index();

    const City& city_;
    TwinConfig config_;
    std::shared_ptr<Disk> disk_;
    Catalogue catalogue_;
    std::unique_ptr<Journal> journal_;
    std::unique_ptr<IndexWriter> index_;
    Ingest ingest_;
    Belief belief_;
    FloodBelief flood_;
    TrafficBelief traffic_;
    AlarmBook alarms_;
    Instant clock_;

    std::deque<Received> logged_;                     ///< in the log, not yet known to be durable
    std::map<StreamBoot, std::uint64_t> last_frame_;  ///< newest in the log
    std::map<StreamBoot, std::uint64_t> durable_;     ///< newest durable
    std::map<StreamBoot, std::uint64_t> fresh_;       ///< durable since take_durable()
    std::map<StreamBoot, std::uint64_t> recovered_;   ///< durable when opened

    bool indexing_ = true;  ///< false while a replay goes through what the index already has
    bool replaying_ = false;
    std::deque<std::string> untold_;  ///< transitions the replay made again and the log did not show yet
    std::size_t index_rows_ = 0;
    Instant index_at_;
    std::vector<Sign> signs_;
};

std::vector<Durable> listed(const std::map<std::pair<StreamId, std::uint32_t>, std::uint64_t>& streams) {
    std::vector<Durable> list;
    list.reserve(streams.size());
    for (const auto& [key, seq] : streams) list.push_back({key.first, key.second, seq});
    return list;
}

Result<void> LoggedTwin::open_index_file() {
    const std::filesystem::path file = config_.folder / "index.sqlite";
    Result<std::unique_ptr<IndexWriter>> index = open_index(file);
    if (!index) return fail(std::move(index.error()));
    index_ = std::move(*index);
    return index_->describe(senders_of(city_, catalogue_));
}

Result<void> LoggedTwin::open() {
    std::error_code error;
    std::filesystem::create_directories(config_.folder, error);
    if (error) {
        return fail(config_.folder.string(), "cannot create the platform's folder: " + error.message(),
                    "check the path and its permissions");
    }
    if (Result<void> opened = open_index_file(); !opened) return opened;
    replaying_ = true;
    const std::filesystem::path log = config_.folder / "platform.log";
    std::uint64_t last = 0;
    // An index that claims more than the log holds belongs to a log that is gone: look first, rebuild if so.
    Result<void> seen = read_journal(*disk_, log, [&last](const Record& record) { last = record.seq; });
    if (seen && index_->complete_until() > last) {
        index_.reset();
        for (const char* suffix : {"", "-wal", "-shm"}) {
            std::filesystem::remove(config_.folder / (std::string("index.sqlite") + suffix), error);
        }
        if (Result<void> opened = open_index_file(); !opened) return opened;
    }
    auto journal = open_journal(*disk_, log, [this](const Record& record) { replay(record); });
    if (!journal) return fail(std::move(journal.error()));
    journal_ = std::move(*journal);
    take_until(journal_->durable_seq());
    replaying_ = false;
    indexing_ = true;
    recovered_ = durable_;
    fresh_.clear();
    for (const std::string& transition : untold_) {
        journal_->append(static_cast<std::uint32_t>(OwnRecord::AlarmTransition), transition);
    }
    untold_.clear();
    index_at_ = clock_;
    return flush_index();
}

void LoggedTwin::replay(const Record& record) {
    indexing_ = record.seq > index_->complete_until();
    if (record.kind < kFirstOwnRecord) {
        std::optional<Frame> frame = frame_of_record(record.kind, record.payload);
        if (!frame) return;
        last_frame_[{frame->stream, frame->boot}] = frame->seq;
        logged_.push_back({record.seq, std::move(*frame)});
        return;
    }
    switch (static_cast<OwnRecord>(record.kind)) {
        case OwnRecord::Watermark:
            if (const auto mark = watermark_of_record(record.payload)) {
                take_until(mark->durable_seq);
                move_to(mark->at);
            }
            break;
        case OwnRecord::AlarmTransition:
            if (!untold_.empty()) untold_.pop_front();
            break;
    }
}

void LoggedTwin::receive(const Frame& frame) {
    const StreamBoot key{frame.stream, frame.boot};
    std::uint64_t& last = last_frame_[key];
    // The bus delivers once; a frame that comes again all the same is already in the log.
    if (frame.seq != 0 && frame.seq <= last) return;
    last = std::max(last, frame.seq);
    const std::uint64_t record = journal_->append(static_cast<std::uint32_t>(frame.topic), frame_record(frame));
    logged_.push_back({record, frame});
}

Result<void> LoggedTwin::commit() {
    if (Result<void> done = journal_->commit(); !done) return done;
    take_until(journal_->durable_seq());
    if (index_rows_ >= kIndexRows || clock_ - index_at_ >= kIndexEvery) return flush_index();
    return {};
}

void LoggedTwin::take_until(std::uint64_t record) {
    while (!logged_.empty() && logged_.front().record <= record) {
        const Frame& frame = logged_.front().frame;
        const StreamBoot key{frame.stream, frame.boot};
        durable_[key] = std::max(durable_[key], frame.seq);
        fresh_[key] = durable_[key];
        ingest_.take(frame);
        logged_.pop_front();
    }
}

Result<void> LoggedTwin::flush_index() {
    // Everything that made these rows is durable: the last watermark was committed with or before the newest frame.
    index_rows_ = 0;
    index_at_ = clock_;
    return index_->flush(journal_->durable_seq());
}

std::vector<Durable> LoggedTwin::take_durable() {
    std::vector<Durable> list = listed(fresh_);
    fresh_.clear();
    return list;
}

std::vector<Durable> LoggedTwin::recovered() const { return listed(recovered_); }

void LoggedTwin::advance(Instant watermark) {
    if (watermark <= clock_) return;
    const WatermarkRecord mark{watermark, journal_->durable_seq()};
    journal_->append(static_cast<std::uint32_t>(OwnRecord::Watermark), to_record(mark));
    move_to(watermark);
}

void LoggedTwin::move_to(Instant watermark) {
    while (clock_ + kApplyEvery <= watermark) {
        clock_ = clock_ + kApplyEvery;
        apply_due(clock_);
        const Duration since_start = clock_ - config_.start;
        if (since_start % config_.assimilate_every == Duration{}) {
            update_services(belief_, city_, catalogue_, clock_);
            flood_.assimilate(belief_);
            traffic_.assimilate(belief_, flood_.depth_m());
        }
        if (since_start % kRulesEvery == Duration{}) run_rules(clock_);
    }
}

void LoggedTwin::apply_due(Instant now) {
    belief_.now = now;
    Ingest::Sink sink;
    sink.accept = [this](const StoredReading& reading, Instant sent) {
        apply_reading(belief_, reading, sent);
        if (!indexing_) return;
        index_->add(reading);
        ++index_rows_;
    };
    sink.reject = [this](const StoredReject& reject) {
        if (!indexing_) return;
        index_->add(reject);
        ++index_rows_;
    };
    sink.report = [this](const CitizenReport& report) {
        apply_report(belief_, report);
        if (indexing_) index_->add(report);
    };
    sink.reject_report = [this](const StoredReject& reject) {
        if (indexing_) index_->add_report_reject(reject);
    };
    sink.undecodable = [this](const StoredUndecodable& frame) {
        if (indexing_) index_->add(frame);
    };
    sink.order = [this](const Command& order) { act(order); };
    ingest_.release(now, sink);
}

void LoggedTwin::run_rules(Instant now) {
    update_services(belief_, city_, catalogue_, now);
    const RuleContext context{city_, catalogue_, belief_, flood_.depth_m()};
    const auto changed = [this](const AlarmView& alarm, const std::string& actor) { tell(alarm, actor); };
    for (std::size_t r = 0; r < rules().size(); ++r) {
        signs_.clear();
        rules()[r].look(context, signs_);
        alarms_.apply(r, signs_, now, changed);
    }
}

void LoggedTwin::tell(const AlarmView& alarm, const std::string& actor) {
    if (indexing_) index_->put(alarm);
    std::string text = transition_record(alarm, actor);
    if (replaying_) {
        untold_.push_back(std::move(text));
    } else {
        journal_->append(static_cast<std::uint32_t>(OwnRecord::AlarmTransition), text);
    }
}

void LoggedTwin::act(const Command& order) {
    if (addressee_of(order.kind) != Addressee::Platform) return;
    StoredAct act;
    act.at = clock_;
    act.state = order.kind == CommandKind::CloseAlarm ? AlarmState::Closed : AlarmState::Acknowledged;
    act.actor = order.actor;
    const auto [end, code] = std::from_chars(order.target.data(), order.target.data() + order.target.size(), act.alarm);
    const bool named = code == std::errc() && end == order.target.data() + order.target.size();
    const auto changed = [this](const AlarmView& a, const std::string& who) { tell(a, who); };
    act.done = named && alarms_.act(act.alarm, act.state, act.actor, clock_, changed);
    ingest_.count_act(act.done);
    if (indexing_) index_->add(act);
}

std::uint64_t LoggedTwin::belief_hash() const {
    StateHash hash;
    add_to_hash(belief_, hash);
    alarms_.add_to_hash(hash);
    flood_.add_to_hash(hash);
    traffic_.add_to_hash(hash);
    return hash.value();
}

Result<void> LoggedTwin::close() {
    if (Result<void> done = commit(); !done) return done;
    return flush_index();
}

}  // namespace

Result<std::unique_ptr<Twin>> open_twin(const City& city, const TwinConfig& config) {
    auto twin = std::make_unique<LoggedTwin>(city, config);
    if (Result<void> opened = twin->open(); !opened) return fail(std::move(opened.error()));
    return std::unique_ptr<Twin>(std::move(twin));
}

}  // namespace sd
