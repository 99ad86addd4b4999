// A bug stops the program in every build. For the outside world (files, users, peers) use Result instead.
#pragma once

namespace sd {
[[noreturn]] void check_failed(const char* what, const char* file, int line);
}  // namespace sd

#define SD_CHECK(condition) ((condition) ? static_cast<void>(0) : ::sd::check_failed(#condition, __FILE__, __LINE__))
