// Where SUMO's own program plays reference cases beside us.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/core/result.h"

namespace sd {

/// $SONGDOI_SHARED/data/traffic, else that of ../shared.
[[nodiscard]] std::filesystem::path traffic_references();

/// Folders of cases in a temporary folder: SUMO writes beside what it reads. Gone with the object.
class SumoWorkplace {
public:
    [[nodiscard]] static Result<SumoWorkplace> make(const std::filesystem::path& references,
                                                    const std::vector<std::string>& folders);
    SumoWorkplace(SumoWorkplace&& other) noexcept : root_(std::move(other.root_)) { other.root_.clear(); }
    SumoWorkplace& operator=(SumoWorkplace&&) = delete;
    ~SumoWorkplace();
    [[nodiscard]] const std::filesystem::path& root() const { return root_; }

private:
    explicit SumoWorkplace(std::filesystem::path root) : root_(std::move(root)) {}
    std::filesystem::path root_;  ///< empty when moved from
};

/// `sumo` on a case, quiet and without validation: that is slow, and its schemas may lie on the network.
[[nodiscard]] std::vector<std::string> sumo_words(const std::filesystem::path& sumocfg, double end_s);

}  // namespace sd
