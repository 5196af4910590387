#include "billing/money_cli.hpp"

#include <deque>
#include <functional>
#include <istream>
#include <ostream>
#include <string>

#include "billing/allocation_json.hpp"
#include "billing/allocation_stream.hpp"
#include "billing/rating_json.hpp"

namespace yunhe::billing {
namespace {

constexpr std::size_t kObjectBytesMax = 1 << 20;

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// Counts brackets outside strings, line by line.
class Depth {
public:
    void add(std::string_view line) {
        bool in_string = false;  // No JSON string goes over a line's end.
        for (std::size_t i = 0; i < line.size(); ++i) {
            const char c = line[i];
            if (in_string && c == '\\') ++i;
            else if (c == '"') in_string = !in_string;
            else if (in_string) continue;
            else if (c == '{' || c == '[') ++open_;
            else if (c == '}' || c == ']') --open_;
        }
    }
    bool closed() const { return open_ <= 0; }

private:
    std::int64_t open_ = 0;
};

/// Answers a line at once, or leaves it to the strict reader.
using QuickAnswer = std::function<bool(const std::string& line)>;

/// Cuts a stream into JSON values.
class JsonStream {
public:
    JsonStream(std::istream& input, QuickAnswer quick)
        : input_(input), quick_(std::move(quick)) {}

    /// The next value that has no quick answer, or why it is none; nullopt at the end.
    std::optional<Result<Json>> next() {
        auto line = next_line();
        while (line && (is_blank(*line) || (quick_ && quick_(*line)))) line = next_line();
        if (!line) return std::nullopt;
        auto value = parse_json(*line);
        if (value.ok()) return value;
        return value_over_lines(std::move(*line), std::move(value));
    }

private:
    std::optional<std::string> next_line() {
        std::string line;
        if (!ahead_.empty()) {
            line = std::move(ahead_.front());
            ahead_.pop_front();
            return line;
        }
        if (!std::getline(input_, line)) return std::nullopt;
        return line;
    }

    /// The value that `text` begins, or `failure` if no later line completes it.
    Result<Json> value_over_lines(std::string text, Result<Json> failure) {
        Depth depth;
        depth.add(text);
        std::deque<std::string> taken;
        std::size_t tried_bytes = text.size();
        while (!depth.closed() && text.size() <= kObjectBytesMax) {
            auto line = next_line();
            if (!line) break;
            depth.add(*line);
            text += '\n';
            text += *line;
            taken.push_back(std::move(*line));
            // Look for a mistake before the end each time the text has doubled.
            if (depth.closed() || text.size() < 2 * tried_bytes) continue;
            tried_bytes = text.size();
            if (breaks_before_end(text)) break;
        }
        if (depth.closed()) return taken.empty() ? std::move(failure) : parse_json(text);
        resume_at_next_object(std::move(taken), depth);
        return failure;
    }

    static bool breaks_before_end(const std::string& text) {
        const auto value = parse_json(text);
        if (value.ok()) return false;
        // Repeated members and depth name no byte: such a text goes on to its end.
        const auto byte = std::stoull(value.error().args.front().second);
        return byte != 0 && byte <= text.size();
    }

    /// Skips what belongs to the bad object: up to the next line that begins one, or to the end of
    /// its own brackets. `taken` are the lines already read, counted in `depth`.
    void resume_at_next_object(std::deque<std::string> taken, Depth depth) {
        while (!taken.empty() && !taken.front().starts_with('{')) taken.pop_front();
        ahead_.insert(ahead_.begin(), std::make_move_iterator(taken.begin()),
                      std::make_move_iterator(taken.end()));
        while (taken.empty() && !depth.closed()) {
            auto line = next_line();
            if (!line) return;
            if (line->starts_with('{')) return ahead_.push_front(std::move(*line));
            depth.add(*line);
        }
    }

    std::istream& input_;
    QuickAnswer quick_;
    std::deque<std::string> ahead_;
};

std::string error_line(const Error& error, Language language) {
    const bool has_field = !error.fields.empty();
    const std::string& code = has_field ? error.fields.front().code : error.code;
    const ErrorArgs& args = has_field ? error.fields.front().args : error.args;
    const std::string pointer = has_field ? error.fields.front().pointer : "";
    return to_text(Json{{"error",
                         {{"code", code},
                          {"message", error_text(code, args, language)},
                          {"pointer", pointer}}}});
}

Result<std::string> rate_line(const Json& value) {
    YUNHE_TRY(request, parse_rating_request(value));
    YUNHE_TRY(rating, rate(request.charge, request.usage));
    return to_text(to_json(rating, request));
}

Result<std::string> allocate_line(const Json& value) {
    YUNHE_TRY(request, parse_allocation_request(value));
    YUNHE_TRY(allocation, allocate(request.pool, request.plan, request.sources));
    return to_json_text(allocation, request.plan.id);
}

int run(std::istream& input, std::ostream& output, Language language,
        Result<std::string> (*answer)(const Json&), QuickAnswer quick = {}) {
    JsonStream stream(input, std::move(quick));
    bool any_bad = false;
    while (const auto value = stream.next()) {
        const auto line =
            value->ok() ? answer(value->value()) : Result<std::string>(value->error());
        any_bad = any_bad || !line.ok();
        output << (line.ok() ? line.value() : error_line(line.error(), language)) << '\n';
    }
    output.flush();
    return any_bad ? 1 : 0;
}

}  // namespace

int run_rate(std::istream& input, std::ostream& output, Language language) {
    return run(input, output, language, rate_line);
}

int run_allocate(std::istream& input, std::ostream& output, Language language) {
    AllocationStream stream;
    return run(input, output, language, allocate_line, [&](const std::string& line) {
        const auto* request = stream.read(line);
        if (request == nullptr) return false;
        const auto allocation = allocate(request->pool, request->plan, request->sources);
        if (!allocation.ok()) return false;
        output << to_json_text(allocation.value(), request->plan.id) << '\n';
        return true;
    });
}

}  // namespace yunhe::billing
