// A receiver in a process of its own, killed without warning while frames are on their way, again and again. What its
// journal holds in the end is the proof.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "twin/wire/bus.h"
#include "twin/wire/journal.h"

namespace sd {
namespace {

constexpr StreamId kDevices{StreamKind::Devices, 0};
constexpr std::uint32_t kBoot = 3;

/// Receives, makes durable, acknowledges; until it is killed. Runs in the child: no gtest here.
[[noreturn]] void receive_for_ever(const std::string& address, const std::filesystem::path& path) {
    const auto disk = make_posix_disk();
    const auto journal = open_journal(*disk, path, {});
    if (!journal) ::_exit(2);
    auto bound = bind_facts(address);
    while (!bound) bound = bind_facts(address);  // the kernel may still be closing the predecessor's port
    FactReceiver& receiver = *bound->receiver;
    if ((*journal)->last_seq() > 0) receiver.resume_after(kDevices, kBoot, (*journal)->last_seq());
    while (true) {
        const auto frames = receiver.poll(10);
        for (const Frame& frame : frames) (*journal)->append(1, frame.payload);
        if (frames.empty()) continue;
        if (!(*journal)->commit()) ::_exit(3);
        receiver.acknowledge(kDevices, kBoot, frames.back().seq);
    }
}

/// A process that waits for an address on a pipe and then receives. It is forked before this test has any ZeroMQ
/// thread: a lock that such a thread holds at the fork would stay held in the child for ever.
class Receiver {
public:
    explicit Receiver(const std::filesystem::path& path) {
        int ends[2] = {};
        if (::pipe(ends) != 0) return;
        pid_ = ::fork();
        if (pid_ == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            char address[64] = {};
            if (::read(ends[0], address, sizeof address - 1) <= 0) ::_exit(1);
            receive_for_ever(address, path);
        }
        ::close(ends[0]);
        start_ = ends[1];
    }
    ~Receiver() {
        kill();
        ::close(start_);
    }
    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;

    void start(const std::string& address) {
        ASSERT_EQ(::write(start_, address.data(), address.size()), static_cast<ssize_t>(address.size()));
    }
    void kill() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        pid_ = -1;
    }

private:
    pid_t pid_ = -1;
    int start_ = -1;
};

TEST(ZmqFacts, KilledReceiversLoseNothingAndDoubleNothing) {
    const auto path = std::filesystem::path(testing::TempDir()) / "sd_bus_zmq_kill.log";
    std::filesystem::remove(path);
    std::array<Receiver, 4> receivers{Receiver(path), Receiver(path), Receiver(path), Receiver(path)};
    const std::string address = bind_facts("tcp://127.0.0.1:*").value().address;  // free, and free again
    auto sender = connect_facts(address, "emulators", kBoot, 64).value();
    constexpr std::uint64_t kFrames = 600;
    std::uint64_t sent = 0;
    for (int life = 1; life <= 4; ++life) {
        Receiver& receiver = receivers[static_cast<std::size_t>(life - 1)];
        receiver.start(address);
        const std::uint64_t goal = kFrames * static_cast<std::uint64_t>(life) / 4;
        // Killed with the window still full of unacknowledged frames; the last life answers for everything.
        const auto finished = [&] { return sent >= goal && (life < 4 || sender->unacknowledged() == 0); };
        int round = 0;
        for (; round < 5000 && !finished(); ++round) {
            while (sent < goal && sender->send(Topic::Readings, kDevices, std::to_string(sent + 1))) ++sent;
            sender->pump(5);
        }
        ASSERT_TRUE(finished()) << "life " << life << ", sent " << sent << ", open " << sender->unacknowledged();
        receiver.kill();
    }
    std::uint64_t kept = 0;
    const auto disk = make_posix_disk();
    ASSERT_TRUE(read_journal(*disk, path,
                             [&kept](const Record& record) { EXPECT_EQ(record.payload, std::to_string(++kept)); }));
    EXPECT_EQ(kept, kFrames);
}

}  // namespace
}  // namespace sd
