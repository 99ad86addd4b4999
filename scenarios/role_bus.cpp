#include "scenarios/role_bus.h"

#include <charconv>

namespace sd {

Result<RoleAddresses> role_addresses(const std::string& bus) {
    const std::string scheme = "tcp://";
    const std::size_t colon = bus.rfind(':');
    int port = 0;
    bool good = bus.starts_with(scheme) && colon != std::string::npos && colon > scheme.size();
    if (good) {
        const char* begin = bus.data() + colon + 1;
        const char* end = bus.data() + bus.size();
        const auto [stop, code] = std::from_chars(begin, end, port);
        good = code == std::errc() && stop == end && port >= 1024 && port <= 65532;
    }
    if (!good) {
        return fail("", "\"" + bus + "\" is no bus address",
                    "write tcp://HOST:PORT with a port of 1024…65532, e.g. "
                    "tcp://127.0.0.1:5700; the three ports after it are used too");
    }
    const std::string host = bus.substr(0, colon + 1);
    return RoleAddresses{bus, host + std::to_string(port + 1), host + std::to_string(port + 2),
                         host + std::to_string(port + 3)};
}

}  // namespace sd
