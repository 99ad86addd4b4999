# GDAL and NetCDF for maps. The city's importers find GDAL for themselves.
find_package(GDAL REQUIRED)
pkg_check_modules(netcdf REQUIRED IMPORTED_TARGET netcdf)
sd_room(sd_results FOLDERS results DEPENDS sd_core sd_flood sd_page
  LIBS GDAL::GDAL PkgConfig::netcdf nlohmann_json::nlohmann_json fmt::fmt)
