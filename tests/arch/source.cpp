#include "source.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace yunhe::arch {
namespace {

namespace fs = std::filesystem;

/// What .gitignore names.
bool skipped_folder(const fs::path& below_root) {
    static const std::set<std::string> folders{".git", ".cache", "build", "data", "web-static/dist",
                                               "tests/browser/shots"};
    return folders.contains(below_root.generic_string()) ||
           below_root.filename() == "node_modules";
}

bool text_file(const fs::path& file) {
    static const std::set<std::string> endings{".cpp",  ".hpp", ".cmake", ".txt", ".md",   ".sql",
                                               ".json", ".sh",  ".py",    ".ts",  ".vue",  ".js",
                                               ".mjs",  ".css", ".csv",   ".yml", ".toml", ".html"};
    return endings.contains(file.extension().string()) && file.filename() != "package-lock.json" &&
           file.filename() != "CMakeUserPresets.json";
}

std::vector<SourceFile> read_repository() {
    const fs::path root(YUNHE_SOURCE_DIR);
    std::vector<SourceFile> files;
    for (auto at = fs::recursive_directory_iterator(root); at != fs::recursive_directory_iterator();
         ++at) {
        if (at->is_directory() && skipped_folder(fs::relative(at->path(), root)))
            at.disable_recursion_pending();
        if (!at->is_regular_file() || !text_file(at->path())) continue;
        std::ifstream stream(at->path(), std::ios::binary);
        std::ostringstream text;
        text << stream.rdbuf();
        files.push_back({fs::relative(at->path(), root).generic_string(), text.str()});
    }
    std::sort(files.begin(), files.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    return files;
}

/// Walks over C++ text and tells of each stretch of comment and literal.
class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text), code_(text) {}

    void run() {
        while (at_ < text_.size()) {
            if (starts("//")) blank_to(std::min(text_.find('\n', at_), text_.size()));
            else if (starts("/*")) blank_to(end_of("*/", at_ + 2));
            else if (raw_literal()) take_raw();
            else if (text_[at_] == '"') take_plain('"');
            else if (text_[at_] == '\'' && !digit_separator()) take_plain('\'');
            else ++at_;
        }
    }

    std::string code() && { return std::move(code_); }
    std::vector<Literal> literals() && { return std::move(literals_); }

private:
    static bool word(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    }
    bool starts(std::string_view with) const { return text_.substr(at_).starts_with(with); }
    bool digit_separator() const { return at_ > 0 && word(text_[at_ - 1]); }
    bool raw_literal() const { return starts("R\"") && (at_ == 0 || !word(text_[at_ - 1])); }

    std::size_t end_of(std::string_view closing, std::size_t from) const {
        const auto found = text_.find(closing, from);
        return found == std::string_view::npos ? text_.size() : found + closing.size();
    }

    void blank(std::size_t from, std::size_t to) {
        for (auto i = from; i < to; ++i)
            if (code_[i] != '\n') code_[i] = ' ';
    }
    void blank_to(std::size_t end) {
        blank(at_, end);
        at_ = end;
    }

    void take_raw() {
        const auto open = text_.find('(', at_);
        const std::string closing = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
        const auto end = end_of(closing, open);
        const auto content = text_.substr(open + 1, end - closing.size() - open - 1);
        literals_.push_back({at_, std::string(content)});
        blank(at_, end);
        code_[at_] = '"';
        code_[end - 1] = '"';
        at_ = end;
    }

    void take_plain(char quote) {
        auto end = at_ + 1;
        while (end < text_.size() && text_[end] != quote && text_[end] != '\n')
            end += text_[end] == '\\' ? 2 : 1;
        end = std::min(end, text_.size());
        if (quote == '"')
            literals_.push_back({at_, std::string(text_.substr(at_ + 1, end - at_ - 1))});
        blank(at_ + 1, end);
        at_ = std::min(end + 1, text_.size());
    }

    std::string_view text_;
    std::string code_;
    std::vector<Literal> literals_;
    std::size_t at_ = 0;
};

}  // namespace

std::string to_text(const Breach& breach) {
    return breach.path + ":" + std::to_string(breach.line) + ": " + breach.message;
}

const std::vector<SourceFile>& repository_files() {
    static const auto files = read_repository();
    return files;
}

std::vector<SourceFile> files_ending(std::initializer_list<std::string_view> endings) {
    std::vector<SourceFile> chosen;
    for (const auto& file : repository_files())
        for (const auto ending : endings)
            if (file.path.ends_with(ending)) chosen.push_back(file);
    return chosen;
}

std::string_view folder_of(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view file_name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view stem_of(std::string_view path) {
    const auto name = file_name_of(path);
    return name.substr(0, name.rfind('.'));
}

std::size_t line_at(std::string_view text, std::size_t offset) {
    const auto until = text.substr(0, offset);
    return 1 + static_cast<std::size_t>(std::count(until.begin(), until.end(), '\n'));
}

std::string code_only(std::string_view text) {
    Lexer lexer(text);
    lexer.run();
    return std::move(lexer).code();
}

std::vector<Literal> string_literals(std::string_view text) {
    Lexer lexer(text);
    lexer.run();
    return std::move(lexer).literals();
}

}  // namespace yunhe::arch
