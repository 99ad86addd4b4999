#include "scenarios/results/crs.h"

#include <cpl_conv.h>
#include <fmt/format.h>
#include <ogr_spatialref.h>

#include <array>
#include <cmath>

#include "scenarios/results/gdal.h"

namespace sd::results {
namespace {

/// CF appendix F, transverse Mercator: UTM and VN-2000 are of this kind.
void describe_mercator(const OGRSpatialReference& system, Crs& crs) {
    crs.grid_mapping_name = "transverse_mercator";
    crs.parameters = {
        {"longitude_of_central_meridian", system.GetNormProjParm(SRS_PP_CENTRAL_MERIDIAN, 0.0)},
        {"latitude_of_projection_origin", system.GetNormProjParm(SRS_PP_LATITUDE_OF_ORIGIN, 0.0)},
        {"scale_factor_at_central_meridian", system.GetNormProjParm(SRS_PP_SCALE_FACTOR, 1.0)},
        {"false_easting", system.GetNormProjParm(SRS_PP_FALSE_EASTING, 0.0)},
        {"false_northing", system.GetNormProjParm(SRS_PP_FALSE_NORTHING, 0.0)},
        {"semi_major_axis", system.GetSemiMajor()},
        {"inverse_flattening", system.GetInvFlattening()},
        {"longitude_of_prime_meridian", system.GetPrimeMeridian()},
    };
}

std::string text_of(const OGRSpatialReference& system, const char* format) {
    const std::string option = std::string("FORMAT=") + format;
    const std::array<const char*, 3> options{option.c_str(), "MULTILINE=NO", nullptr};
    char* text = nullptr;
    std::string out;
    if (system.exportToWkt(&text, options.data()) == OGRERR_NONE && text != nullptr) out = text;
    CPLFree(text);
    return out;
}

}  // namespace

Result<Crs> crs_of(int epsg, const std::string& file) {
    OGRSpatialReference system;
    const QuietGdal quiet;
    const OGRErr known = system.importFromEPSG(epsg);
    if (known != OGRERR_NONE) {
        return fail(file, fmt::format("EPSG:{} is not a known coordinate system", epsg), "e.g. 32648 for UTM zone 48N");
    }
    if (system.IsProjected() == 0 || std::abs(system.GetLinearUnits() - 1.0) > 1e-9) {
        return fail(file, fmt::format("EPSG:{} is not a projected system in metres", epsg),
                    "project the terrain first, e.g. gdalwarp -t_srs EPSG:32648");
    }
    Crs crs;
    crs.wkt = text_of(system, "WKT1_GDAL");
    crs.wkt2 = text_of(system, "WKT2_2015");
    const char* projection = system.GetAttrValue("PROJECTION");
    if (projection != nullptr && std::string(projection) == SRS_PT_TRANSVERSE_MERCATOR) describe_mercator(system, crs);
    return crs;
}

}  // namespace sd::results
