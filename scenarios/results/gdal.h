// GDAL's handles closed by themselves, and its complaints kept for our messages instead of the terminal.
#pragma once

#include <cpl_error.h>
#include <gdal_priv.h>

#include <memory>
#include <string>

namespace sd::results {

struct CloseDataset {
    void operator()(GDALDataset* d) const { GDALClose(d); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

/// While one of these lives, GDAL says nothing; why() is its last complaint since then.
class QuietGdal {
public:
    QuietGdal() {
        GDALAllRegister();
        CPLPushErrorHandler(CPLQuietErrorHandler);
        CPLErrorReset();
    }
    ~QuietGdal() { CPLPopErrorHandler(); }
    QuietGdal(const QuietGdal&) = delete;
    QuietGdal& operator=(const QuietGdal&) = delete;
    [[nodiscard]] static std::string why() { return CPLGetLastErrorMsg(); }
};

}  // namespace sd::results
