// The real disk. A file is created by its first append, so that reading never leaves an empty file behind.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "twin/wire/journal.h"

namespace sd {
namespace {

tl::unexpected<Errors> disk_failed(const std::filesystem::path& path, const char* what) {
    return fail(path.string(), std::string("cannot ") + what + ": " + std::strerror(errno),
                "check that the folder exists, is writable, and that the disk has space");
}

class FileDescriptor {
public:
    FileDescriptor() = default;
    ~FileDescriptor() { reset(-1); }
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    void reset(int number) {
        if (number_ >= 0) ::close(number_);
        number_ = number;
    }
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool open() const { return number_ >= 0; }

private:
    int number_ = -1;
};

class PosixFile final : public LogFile {
public:
    explicit PosixFile(std::filesystem::path path) : path_(std::move(path)) {}

    Result<void> append(std::string_view bytes) override {
        if (auto opened = open_for_writing(); !opened) return opened;
        while (!bytes.empty()) {
            const ssize_t written = ::write(writing_.number(), bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return disk_failed(path_, "append");
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }

    Result<void> sync() override {
        if (auto opened = open_for_writing(); !opened) return opened;
        if (::fdatasync(writing_.number()) != 0) return disk_failed(path_, "sync");
        return {};
    }

    Result<std::string> read_all() override {
        FileDescriptor reading;
        reading.reset(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
        if (!reading.open() && errno == ENOENT) return std::string();
        if (!reading.open()) return disk_failed(path_, "open for reading");
        struct stat status {};
        if (::fstat(reading.number(), &status) != 0) return disk_failed(path_, "ask the size of");
        if (!S_ISREG(status.st_mode)) return fail(path_.string(), "is not a regular file", "give a journal file");
        std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
        std::size_t have = 0;
        while (have < bytes.size()) {
            const ssize_t got = ::read(reading.number(), bytes.data() + have, bytes.size() - have);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return disk_failed(path_, "read");
            if (got == 0) break;  // cut meanwhile
            have += static_cast<std::size_t>(got);
        }
        bytes.resize(have);
        return bytes;
    }

    Result<void> truncate(std::uint64_t size) override {
        if (auto opened = open_for_writing(); !opened) return opened;
        if (::ftruncate(writing_.number(), static_cast<off_t>(size)) != 0) return disk_failed(path_, "cut");
        return {};
    }

private:
    Result<void> open_for_writing() {
        if (writing_.open()) return {};
        writing_.reset(::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
        if (!writing_.open()) return disk_failed(path_, "open for writing");
        // A new file is durable only when its name is.
        FileDescriptor folder;
        const std::filesystem::path parent = path_.has_parent_path() ? path_.parent_path() : ".";
        folder.reset(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!folder.open() || ::fsync(folder.number()) != 0) return disk_failed(parent, "sync the folder");
        return {};
    }

    std::filesystem::path path_;
    FileDescriptor writing_;
};

class PosixDisk final : public Disk {
public:
    Result<std::unique_ptr<LogFile>> open(const std::filesystem::path& path) override {
        return std::make_unique<PosixFile>(path);
    }
};

}  // namespace

std::unique_ptr<Disk> make_posix_disk() { return std::make_unique<PosixDisk>(); }

}  // namespace sd
