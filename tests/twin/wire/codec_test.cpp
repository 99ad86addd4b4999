#include "twin/wire/codec.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "sim/core/draw.h"
#include "twin/wire/envelope.h"
#include "twin/wire/zstd_text.h"

namespace sd {
namespace {

constexpr std::uint32_t kStream = stream_of("codec_test");

ReadingBatch some_batch(std::uint64_t seed, std::size_t rows) {
    const Draw draw(seed);
    ReadingBatch batch;
    batch.sent.ns = static_cast<std::int64_t>(draw.bits(kStream, 0, 0));
    for (std::size_t i = 0; i < rows; ++i) {
        const auto tick = static_cast<std::uint64_t>(i);
        batch.device.push_back(static_cast<std::uint32_t>(draw.bits(kStream, 1, tick)));
        batch.boot.push_back(static_cast<std::uint16_t>(draw.bits(kStream, 2, tick)));
        batch.seq.push_back(static_cast<std::uint32_t>(draw.bits(kStream, 3, tick)));
        batch.at_ns.push_back(static_cast<std::int64_t>(draw.bits(kStream, 4, tick)));
        batch.value_count.push_back(static_cast<std::uint8_t>(1 + draw.below(kStream, 5, tick, 3)));
        for (std::uint8_t v = 0; v < batch.value_count.back(); ++v)
            batch.values.push_back(static_cast<float>(draw.normal(kStream, 6u + v, tick)));
    }
    return batch;
}

void expect_equal(const ReadingBatch& a, const ReadingBatch& b) {
    EXPECT_EQ(a.sent, b.sent);
    EXPECT_EQ(a.device, b.device);
    EXPECT_EQ(a.boot, b.boot);
    EXPECT_EQ(a.seq, b.seq);
    EXPECT_EQ(a.at_ns, b.at_ns);
    EXPECT_EQ(a.value_count, b.value_count);
    EXPECT_EQ(a.values, b.values);
}

TEST(ReadingCodec, AnyColumnsComeBackExactly) {
    for (const std::size_t rows : std::vector<std::size_t>{0, 1, 2, 1000}) {
        const ReadingBatch batch = some_batch(rows, rows);
        const auto back = decode_readings(encode(batch));
        ASSERT_TRUE(back) << to_text(back.error());
        expect_equal(batch, *back);
    }
}

TEST(ReadingCodec, OrdinaryReadingsTakeFewBytes) {
    ReadingBatch batch;
    for (std::uint32_t i = 0; i < 10'000; ++i) {
        batch.device.push_back(i);
        batch.boot.push_back(1);
        batch.seq.push_back(500);
        batch.at_ns.push_back(1'700'000'000'000'000'000 + static_cast<std::int64_t>(i) * 1'000'000);
        batch.value_count.push_back(1);
        batch.values.push_back(1.5F);
    }
    EXPECT_LT(encode(batch).size(), 15 * batch.rows());
}

TEST(ReadingCodec, ClearEmptiesEveryColumn) {
    ReadingBatch batch = some_batch(3, 10);
    batch.clear();
    expect_equal(batch, ReadingBatch{});
}

TEST(ReadingCodec, EveryShortenedMessageIsAnErrorOrAWholeBatch) {
    const std::string whole = encode(some_batch(7, 20));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto back = decode_readings(std::string_view(whole).substr(0, size));
        if (back) {
            EXPECT_EQ(back->values.size() > 0, back->rows() > 0);
        }
    }
    EXPECT_FALSE(decode_readings(std::string_view(whole).substr(0, whole.size() / 2)));
}

TEST(ReadingCodec, WrongSchemaIsRefusedWithBothNumbers) {
    // field 1 (schema) as varint 9
    const auto back = decode_readings(std::string("\x08\x09", 2));
    ASSERT_FALSE(back);
    EXPECT_NE(to_text(back.error()).find("schema 9, expected 1"), std::string::npos);
}

TEST(FrameCodec, FloatsTravelBitForBit) {
    TruthFrame frame;
    frame.at.ns = -5;
    const float odd[] = {0.0F,
                         -0.0F,
                         std::numeric_limits<float>::denorm_min(),
                         std::numeric_limits<float>::infinity(),
                         std::numeric_limits<float>::quiet_NaN(),
                         0.1F,
                         -1e30F};
    frame.columns[0].assign(std::begin(odd), std::end(odd));
    frame.columns[kChannelCount - 1] = {1.0F / 3.0F};
    const auto back = decode_truth_frame(encode(frame));
    ASSERT_TRUE(back) << to_text(back.error());
    EXPECT_EQ(back->at, frame.at);
    for (std::size_t c = 0; c < kChannelCount; ++c) {
        ASSERT_EQ(back->columns[c].size(), frame.columns[c].size());
        const std::size_t bytes = 4 * frame.columns[c].size();
        EXPECT_TRUE(bytes == 0 || std::memcmp(back->columns[c].data(), frame.columns[c].data(), bytes) == 0);
    }
}

TEST(FactCodec, ReportsCommandsAndInstantsComeBack) {
    CitizenReport report{7, 3, {11}, ReportKind::Trapped, ChannelKind::Zalo, {1.5, -2.5}, 0.4F, "Nước ngập \xff"};
    const auto reports = decode_reports(encode(std::vector<CitizenReport>{report, report}));
    ASSERT_TRUE(reports);
    ASSERT_EQ(reports->size(), 2u);
    EXPECT_EQ(reports->back().text, report.text);
    EXPECT_EQ(reports->back().kind, report.kind);
    EXPECT_EQ(reports->back().channel, report.channel);
    EXPECT_EQ(reports->back().where, report.where);
    EXPECT_EQ(reports->back().depth_m, report.depth_m);

    const Command sent{9, {1}, {2}, CommandKind::BreachDyke, "Đê Bao", 1.25, {3.0, 4.0}, {5}, "text", "console"};
    const auto command = decode_command(encode(sent));
    ASSERT_TRUE(command);
    EXPECT_EQ(command->seq, 9u);
    EXPECT_EQ(command->kind, CommandKind::BreachDyke);
    EXPECT_EQ(command->target, "Đê Bao");
    EXPECT_EQ(command->value, 1.25);
    EXPECT_EQ(command->duration.ns, 5);
    EXPECT_EQ(command->latency.ns, 2);
    EXPECT_EQ(command->actor, "console");
    const auto commands = decode_commands(encode(std::vector<Command>{sent, sent}));
    ASSERT_TRUE(commands);
    ASSERT_EQ(commands->size(), 2u);
    EXPECT_EQ(commands->back().text, "text");
    EXPECT_EQ(decode_instant(encode(Instant{-77})).value(), Instant{-77});
}

TEST(FactCodec, ASentenceTravelsAndIsBounded) {
    Control control;
    control.kind = ControlKind::Inject;
    control.sentence = "close road \"Ấp Bắc\"";
    const auto back = decode_control(encode(control));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->sentence, control.sentence);
    control.sentence.assign(kMaxSentenceBytes, 'x');
    EXPECT_TRUE(decode_control(encode(control)));
    control.sentence += 'x';
    EXPECT_FALSE(decode_control(encode(control)));
    control.sentence.clear();
    EXPECT_FALSE(decode_control(encode(control))) << "an inject of nothing";
}

TEST(FactCodec, AnUnknownKindIsRefused) {
    Command command;
    command.kind = static_cast<CommandKind>(99);
    EXPECT_FALSE(decode_command(encode(command)));
    CitizenReport report;
    report.channel = static_cast<ChannelKind>(3);
    EXPECT_FALSE(decode_reports(encode(std::vector<CitizenReport>{report})));
}

Picture some_picture() {
    Picture picture;
    picture.eye = Eye::Belief;
    picture.at.ns = 99;
    picture.grid = {37, 21, 5.0, {100.0, 200.0}};
    picture.depth_m = Grid<float>(37, 21);
    for (int j = 0; j < 21; ++j)
        for (int i = 0; i < 37; ++i) picture.depth_m(i, j) = 0.013F * static_cast<float>(i * j);
    picture.depth_m(0, 0) = 1000.0F;
    picture.depth_m(1, 0) = std::numeric_limits<float>::quiet_NaN();
    picture.vehicles = {{5, 9},        {1234.56F, 2.0F}, {-7.04F, 3.0F},
                        {1.5F, -3.0F}, {8.33F, 0.0F},    {VehicleKind::Bus, VehicleKind::Car}};
    picture.edges = {{1.5F, 2.5F}, {3.0F, 4.0F}, {1, 0}};
    picture.devices = {{std::numeric_limits<float>::quiet_NaN()}, {{5}}, {Quality::Stuck}};
    picture.cabinet_powered = {1, 0, 1};
    picture.site_up = {0, 1};
    AlarmView alarm;
    alarm.id = 12;
    alarm.text_vi = "Ngập";
    alarm.severity = Severity::Critical;
    alarm.state = AlarmState::Closed;
    picture.alarms = {alarm};
    picture.weather = {1.0F, 2.0F, 3.0F, 0.5F, 1.25F};
    return picture;
}

TEST(PictureCodec, KeepsWhatEyesSee) {
    const Picture picture = some_picture();
    const auto back = decode_picture(encode(picture));
    ASSERT_TRUE(back) << to_text(back.error());
    EXPECT_EQ(back->grid, picture.grid);
    EXPECT_EQ(back->eye, Eye::Belief);
    for (int j = 0; j < 21; ++j)
        for (int i = 2; i < 37; ++i) EXPECT_NEAR(back->depth_m(i, j), picture.depth_m(i, j), 0.0051F);
    EXPECT_FLOAT_EQ(back->depth_m(0, 0), 655.35F);
    EXPECT_EQ(back->depth_m(1, 0), 0.0F);
    for (std::size_t v = 0; v < 2; ++v) {
        EXPECT_NEAR(back->vehicles.x_m[v], picture.vehicles.x_m[v], 0.051F);
        EXPECT_NEAR(back->vehicles.y_m[v], picture.vehicles.y_m[v], 0.051F);
        EXPECT_NEAR(back->vehicles.heading_rad[v], picture.vehicles.heading_rad[v], 0.0006F);
        EXPECT_NEAR(back->vehicles.speed_m_s[v], picture.vehicles.speed_m_s[v], 0.0051F);
    }
    EXPECT_EQ(back->vehicles.id, picture.vehicles.id);
    EXPECT_EQ(back->vehicles.kind, picture.vehicles.kind);
    EXPECT_EQ(back->edges.speed_m_s, picture.edges.speed_m_s);
    EXPECT_EQ(back->edges.open, picture.edges.open);
    EXPECT_TRUE(std::isnan(back->devices.value[0]));
    EXPECT_EQ(back->devices.quality, picture.devices.quality);
    EXPECT_EQ(back->cabinet_powered, picture.cabinet_powered);
    EXPECT_EQ(back->site_up, picture.site_up);
    ASSERT_EQ(back->alarms.size(), 1u);
    EXPECT_EQ(back->alarms[0].text_vi, "Ngập");
    EXPECT_EQ(back->alarms[0].state, AlarmState::Closed);
    EXPECT_EQ(back->weather.river_level_m, 1.25F);
}

TEST(PictureCodec, AnEmptyPictureComesBackEmpty) {
    const auto back = decode_picture(encode(Picture{}));
    ASSERT_TRUE(back) << to_text(back.error());
    EXPECT_TRUE(back->depth_m.empty());
    EXPECT_TRUE(back->vehicles.id.empty());
}

TEST(Zstd, AStatedSizeBeyondTheLimitIsRefusedBeforeAllocating) {
    const std::string packed = wire::compress(std::string(10'000, 'x'));
    EXPECT_TRUE(wire::decompress(packed, 10'000));
    EXPECT_FALSE(wire::decompress(packed, 9'999));
    EXPECT_FALSE(wire::decompress("not zstd", 100));
    EXPECT_FALSE(wire::decompress(std::string_view(packed).substr(0, packed.size() - 1), 10'000));
}

TEST(Envelope, FrameAndAckComeBack) {
    const Frame frame{Topic::SignOff, {StreamKind::Truth, 3}, 0xFFFF'FFFFu, ~std::uint64_t{0}, {}};
    const auto back = wire::decode_envelope(wire::encode_envelope(frame, 17));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->frame.topic, frame.topic);
    EXPECT_EQ(back->frame.stream, frame.stream);
    EXPECT_EQ(back->frame.boot, frame.boot);
    EXPECT_EQ(back->frame.seq, frame.seq);
    EXPECT_EQ(back->oldest_seq, 17u);
    const auto ack = wire::decode_ack(wire::encode_ack({{StreamKind::People, 1}, 2, 3, 4}));
    ASSERT_TRUE(ack);
    EXPECT_EQ(ack->durable_seq, 3u);
    EXPECT_EQ(ack->received_seq, 4u);
    EXPECT_FALSE(wire::decode_envelope(wire::encode_envelope({Topic::Control, {}, 1, 0, {}}, 0)));
}

/// Whatever comes out, it came out: a value whose columns agree, or an Error with words.
void decode_everything(std::string_view bytes) {
    if (const auto batch = decode_readings(bytes)) {
        EXPECT_EQ(batch->seq.size(), batch->rows());
        std::size_t values = 0;
        for (const std::uint8_t n : batch->value_count) values += n;
        EXPECT_EQ(values, batch->values.size());
    } else {
        EXPECT_FALSE(to_text(batch.error()).empty());
    }
    static_cast<void>(decode_reports(bytes));
    static_cast<void>(decode_command(bytes));
    static_cast<void>(decode_truth_frame(bytes));
    static_cast<void>(decode_instant(bytes));
    static_cast<void>(decode_control(bytes));
    static_cast<void>(decode_picture(bytes));
    static_cast<void>(wire::decode_envelope(bytes));
    static_cast<void>(wire::decode_ack(bytes));
}

TEST(Codec, RandomAndMutatedBytesNeverCrash) {
    const Draw draw(1);
    TruthFrame frame;
    frame.columns[2] = {1.0F, 2.0F};
    const std::string seeds[] = {encode(some_batch(1, 5)),
                                 encode(some_picture()),
                                 encode(frame),
                                 encode(Instant{3}),
                                 encode(std::vector<CitizenReport>(2)),
                                 encode(Command{}),
                                 std::string(64, '\0')};
    std::uint64_t tick = 0;
    for (int round = 0; round < 1500; ++round)
        for (const std::string& seed : seeds) {
            std::string bytes = seed;
            const std::uint32_t changes = 1 + draw.below(kStream, 10, ++tick, 6);
            for (std::uint32_t c = 0; c < changes; ++c) {
                ++tick;
                const std::uint32_t at = draw.below(kStream, 11, tick, static_cast<std::uint32_t>(bytes.size()));
                bytes[at] = static_cast<char>(draw.bits(kStream, 12, tick));
            }
            decode_everything(bytes);
        }
}

}  // namespace
}  // namespace sd
