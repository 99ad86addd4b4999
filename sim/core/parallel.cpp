#include "sim/core/parallel.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "sim/core/check.h"

namespace sd {

Range split(int n, int parts, int part) {
    const int base = n / parts;
    const int extra = n % parts;
    const int begin = part * base + (part < extra ? part : extra);
    return {begin, begin + base + (part < extra ? 1 : 0)};
}

struct Parallel::Pool {
    explicit Pool(int count) : threads(count) {
        for (int part = 1; part < threads; ++part) workers.emplace_back([this, part] { work(part); });
    }

    ~Pool() {
        {
            const std::lock_guard lock(mutex);
            stop = true;
            ++round;
        }
        wake.notify_all();
        for (auto& worker : workers) worker.join();
    }

    void work(int part) {
        std::uint64_t seen = 0;
        for (;;) {
            std::unique_lock lock(mutex);
            wake.wait(lock, [&] { return round != seen; });
            seen = round;
            if (stop) return;
            const RangeBody* job = body;
            const int n = length;
            lock.unlock();
            (*job)(split(n, threads, part), part);
            if (pending.fetch_sub(1, std::memory_order_acq_rel) == 1) {
                const std::lock_guard done_lock(mutex);
                done.notify_one();
            }
        }
    }

    void run(int n, const RangeBody& job) {
        {
            const std::lock_guard lock(mutex);
            body = &job;
            length = n;
            pending.store(threads - 1, std::memory_order_relaxed);
            ++round;
        }
        wake.notify_all();
        job(split(n, threads, 0), 0);
        std::unique_lock lock(mutex);
        done.wait(lock, [&] { return pending.load(std::memory_order_acquire) == 0; });
    }

    int threads;
    std::vector<std::thread> workers;
    std::mutex mutex;
    std::condition_variable wake;
    std::condition_variable done;
    std::uint64_t round = 0;
    bool stop = false;
    const RangeBody* body = nullptr;
    int length = 0;
    std::atomic<int> pending{0};
};

Parallel::Parallel(int threads) {
    SD_CHECK(threads >= 1 && threads <= 64);
    pool_ = std::make_unique<Pool>(threads);
}

Parallel::~Parallel() = default;

int Parallel::threads() const { return pool_->threads; }

void Parallel::for_ranges(int n, RangeBody body) {
    if (pool_->threads == 1) {
        body({0, n}, 0);
        return;
    }
    pool_->run(n, body);
}

}  // namespace sd
