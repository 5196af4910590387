/// What is still to be played, in order of the tenant's time; and how far it got.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>

#include "base/time.hpp"

namespace yunhe::app {

/// Acts at instants. Acts of the same instant come in the order in which they were put down. An act
/// may put down further ones; one that lies in the past comes next.
class Agenda {
public:
    using Act = std::function<void()>;

    void put(Timestamp at, Act act) { acts_.emplace(at, std::move(act)); }
    /// Before an act, `move_clock` is told its instant.
    void run(const std::function<void(Timestamp)>& move_clock);

private:
    std::multimap<Timestamp, Act> acts_;
};

/// 09:00 UTC+8: when a dated row is played.
Timestamp office_hour(Date day);

/// Progress on stderr: one line that is written over on a terminal, else one line for every 10 %.
class Progress {
public:
    explicit Progress(std::size_t total);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// `label` says what was played last.
    void advance(std::size_t amount, const std::string& label);

private:
    void draw(std::size_t percent, const std::string& label);

    std::size_t total_;
    std::size_t done_ = 0;
    std::size_t shown_percent_ = 0;
    bool terminal_;
    bool drawn_ = false;
};

}  // namespace yunhe::app
