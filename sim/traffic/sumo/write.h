// SUMO 1.15's output files, attribute for attribute, so that its own tools read them: tripinfo, summary, statistic, FCD
// and E1 loops. A name that ends in .gz is compressed. Numbers have two decimals, as in SUMO.
//
// Rows are written as they come; close() says whether all of them reached the disk.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "sim/core/result.h"
#include "sim/traffic/case.h"
#include "sim/traffic/output.h"

namespace sd::sumo {

struct FcdStep;

/// & < > " ' as entities, line breaks and tabs as character references; other control characters become '?'.
[[nodiscard]] std::string escaped(std::string_view text);

/// One XML file with a root element, written through a buffer.
class XmlOutput {
public:
    /// `root` and `schema`: "tripinfos" and "tripinfo_file".
    [[nodiscard]] static Result<XmlOutput> open(const std::filesystem::path& file, std::string root,
                                                std::string_view schema);
    XmlOutput(XmlOutput&&) noexcept;
    XmlOutput& operator=(XmlOutput&&) noexcept;
    ~XmlOutput();

    [[nodiscard]] std::string& buffer() { return buffer_; }
    void flush_when_full();
    [[nodiscard]] Result<void> close();

private:
    struct Sink;
    XmlOutput(std::unique_ptr<Sink> sink, std::filesystem::path file, std::string root);
    void flush();

    std::unique_ptr<Sink> sink_;
    std::filesystem::path file_;
    std::string root_;
    std::string buffer_;
};

[[nodiscard]] Result<XmlOutput> open_tripinfo(const std::filesystem::path& file);
void write(XmlOutput& out, const micro::Case& of, const micro::TripInfo& trip);

[[nodiscard]] Result<XmlOutput> open_summary(const std::filesystem::path& file);
void write(XmlOutput& out, const micro::SummaryStep& step);

[[nodiscard]] Result<XmlOutput> open_loops(const std::filesystem::path& file);
void write(XmlOutput& out, const micro::Case& of, const micro::LoopInterval& interval);

[[nodiscard]] Result<XmlOutput> open_fcd(const std::filesystem::path& file);
/// `names` holds the name of every VehicleSample::vehicle.
void write(XmlOutput& out, const micro::Case& of, double time_s, std::span<const micro::VehicleSample> samples,
           std::span<const std::string> names);

/// The same from columns.
void write(XmlOutput& out, const FcdStep& step);

/// The demand of a case as a route file that SUMO drives and read_case reads back to the same columns. Bus stops are
/// named; the file that defines them goes beside it.
[[nodiscard]] Result<void> write_demand(const std::filesystem::path& file, const micro::Case& of);

[[nodiscard]] Result<void> write_statistic(const std::filesystem::path& file, const micro::RunStatistic& statistic);

}  // namespace sd::sumo
