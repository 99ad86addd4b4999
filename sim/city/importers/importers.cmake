# Importers link the heavy GIS libraries; nothing else of the project does.
find_package(GDAL REQUIRED)
pkg_check_modules(proj REQUIRED IMPORTED_TARGET proj)
find_package(EXPAT REQUIRED)
find_package(ZLIB REQUIRED)
find_package(BZip2 REQUIRED)
sd_room(sd_import FOLDERS city/importers DEPENDS sd_core sd_city sd_sumo
  LIBS GDAL::GDAL PkgConfig::proj EXPAT::EXPAT ZLIB::ZLIB BZip2::BZip2 yaml-cpp fmt::fmt
       Threads::Threads)
# libosmium's builders, inlined here, trip g++ 12's string-length analysis (a false alarm: the text is non-empty).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set_source_files_properties(city/importers/osm_read.cpp PROPERTIES COMPILE_OPTIONS -Wno-stringop-overread)
endif()
