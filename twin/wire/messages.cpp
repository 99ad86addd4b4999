#include "twin/wire/messages.h"

namespace sd {

void ReadingBatch::clear() {
    sent = {};
    device.clear();
    boot.clear();
    seq.clear();
    at_ns.clear();
    value_count.clear();
    values.clear();
}

}  // namespace sd
