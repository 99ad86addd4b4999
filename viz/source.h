// Where pictures come from: a run directory (finished or still running) or a live address.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "sim/city/city.h"
#include "twin/wire/codec.h"
#include "viz/tracks.h"

namespace sd::viz {

/// What a run says about itself, as far as the viewer needs it.
struct RunFacts {
    std::filesystem::path folder;
    std::filesystem::path city_pack;
    std::optional<std::array<double, 4>> city_cut_m;  ///< west, south, east, north
    std::string title;                                ///< scenario name
    std::vector<std::string> taps;                    ///< endpoints of a live run
    bool running = false;                             ///< its process still plays it
    bool live = false;                                ///< and it publishes pictures
};

[[nodiscard]] Result<RunFacts> read_run_facts(const std::filesystem::path& folder);
[[nodiscard]] Result<City> read_city(const RunFacts& facts);

/// Both eyes of a run.
struct Tracks {
    PictureTrack truth;
    PictureTrack belief;
    [[nodiscard]] PictureTrack& of(Eye eye) { return eye == Eye::Truth ? truth : belief; }
    [[nodiscard]] bool empty() const { return truth.empty() && belief.empty(); }
    [[nodiscard]] Instant first() const;
    [[nodiscard]] Instant last() const;
};

/// Reads what lies in `pictures/`; a missing file is an empty track. Pictures that cannot be read are an error.
[[nodiscard]] Result<Tracks> read_tracks(const std::filesystem::path& folder);

/// Picture frames of a running simulation, received by a thread of its own.
class LiveSource {
public:
    static Result<std::unique_ptr<LiveSource>> connect(const std::vector<std::string>& addresses);
    virtual ~LiveSource() = default;
    /// Moves what arrived into the tracks; true if anything did.
    virtual bool drain(Tracks& into) = 0;
    /// Wall seconds since the last picture arrived, or since connecting.
    [[nodiscard]] virtual double age_s() const = 0;
};

/// Orders to a running simulation; acknowledged frames, sent without blocking the picture.
class ControlLink {
public:
    /// What the run answered to one order.
    struct Answer {
        bool good = false;
        std::string text;
    };
    /// `folder` holds control.addr and control.log, where the run writes its answers.
    static Result<std::unique_ptr<ControlLink>> open(const std::filesystem::path& folder);
    virtual ~ControlLink() = default;
    [[nodiscard]] virtual bool send(const Control& control) = 0;
    virtual void pump() = 0;
    /// Answers that came since the last call, in the order of the orders.
    [[nodiscard]] virtual std::vector<Answer> answers() = 0;
    /// The run still listens.
    [[nodiscard]] virtual bool open() const = 0;
};

}  // namespace sd::viz
