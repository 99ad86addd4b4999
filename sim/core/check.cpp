#include "sim/core/check.h"

#include <cstdio>
#include <cstdlib>

namespace sd {

void check_failed(const char* what, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: this is a bug in songdoi: check failed: %s\n", file, line, what);
    std::abort();
}

}  // namespace sd
