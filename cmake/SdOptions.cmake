# Flags every target of the project gets. -ffp-contract=off everywhere: a fused multiply-add on one compiler and none
# on the other would give two truths.
add_library(sd_options INTERFACE)
target_compile_options(sd_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -ffp-contract=off -fno-math-errno)
target_include_directories(sd_options INTERFACE "${CMAKE_SOURCE_DIR}")
if(SD_SANITIZE)
  add_compile_options(-fsanitize=${SD_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SD_SANITIZE})
endif()
if(SD_COVERAGE)
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()

find_program(SD_CCACHE ccache)
if(SD_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${SD_CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER "${SD_CCACHE}")
endif()
# g++ 12 reports -Wrestrict inside std::string operator+ (GCC bug 105651, fixed in 13).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(sd_options INTERFACE -Wno-restrict)
  if(SD_SANITIZE)  # and, instrumented, -Wmaybe-uninitialized inside std::regex (GCC bug 105562)
    target_compile_options(sd_options INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()
