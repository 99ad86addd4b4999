// The quick half of the verification set must hold; a missing reference must fail its rows, never skip them.
#include <gtest/gtest.h>

#include <cstdlib>

#include "sim/flood/verify.h"

namespace sd::flood {
namespace {

std::filesystem::path reference() {
    const char* shared = std::getenv("SONGDOI_SHARED");
    return std::filesystem::path(shared == nullptr ? "../shared" : shared) / "data" / "flood";
}

void expect_all(const std::string& only) {
    Parallel parallel(2);
    VerifyPlan plan;
    plan.reference = reference();
    plan.only = only;
    plan.quick = true;
    const auto rows = verify(plan, parallel);
    EXPECT_GT(rows.size(), 4u);
    for (const VerifyRow& row : rows) EXPECT_TRUE(row.ok) << row.name << " " << row.value << " > " << row.bar;
}

TEST(FloodVerify, DamBreaks) { expect_all("dam"); }
TEST(FloodVerify, Basin) { expect_all("basin"); }
TEST(FloodVerify, FloodWaveOverAPlain) { expect_all("plain"); }

TEST(FloodVerify, Canals) { expect_all("canals"); }
TEST(FloodVerify, WaterBetweenBuildings) { expect_all("gaps"); }

TEST(FloodVerify, CasesWithReferenceFiles) {
    if (!std::filesystem::exists(reference())) GTEST_SKIP() << "not there: " << reference();
    expect_all("rest");
    expect_all("steady");
}

TEST(FloodVerify, MissingReferenceFails) {
    Parallel parallel(1);
    VerifyPlan plan;
    plan.reference = "nowhere";
    plan.only = "steady";
    plan.quick = true;
    bool failed = false;
    for (const VerifyRow& row : verify(plan, parallel)) failed = failed || (!row.ok && row.name == "steady.macdonald");
    EXPECT_TRUE(failed);
}

}  // namespace
}  // namespace sd::flood
