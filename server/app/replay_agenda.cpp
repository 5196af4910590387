#include "app/replay_agenda.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace yunhe::app {
namespace {

constexpr std::size_t kBarCharacters = 30;
constexpr std::size_t kPercentPerLine = 10;

}  // namespace

void Agenda::run(const std::function<void(Timestamp)>& move_clock) {
    while (!acts_.empty()) {
        const auto next = acts_.extract(acts_.begin());
        move_clock(next.key());
        next.mapped()();
    }
}

Timestamp office_hour(Date day) { return start_of(day) + std::chrono::hours(9); }

Progress::Progress(std::size_t total)
    : total_(std::max<std::size_t>(total, 1)), terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (drawn_ && terminal_) std::fputc('\n', stderr);
}

void Progress::advance(std::size_t amount, const std::string& label) {
    done_ = std::min(done_ + amount, total_);
    const auto percent = done_ * 100 / total_;
    const auto step = terminal_ ? std::size_t{1} : kPercentPerLine;
    if (percent / step == shown_percent_ / step && drawn_) return;
    draw(percent, label);
    shown_percent_ = percent;
    drawn_ = true;
}

void Progress::draw(std::size_t percent, const std::string& label) {
    if (!terminal_) {
        std::fprintf(stderr, "%3zu %% %s\n", percent, label.c_str());
        return;
    }
    const auto filled = percent * kBarCharacters / 100;
    std::string bar(filled, '#');
    bar.resize(kBarCharacters, '.');
    std::fprintf(stderr, "\r[%s] %3zu %% %s\x1b[K", bar.c_str(), percent, label.c_str());
    std::fflush(stderr);
}

}  // namespace yunhe::app
