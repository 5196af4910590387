#include "house_rules.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <regex>

#include "base/error_text.hpp"
#include "base/text.hpp"

namespace yunhe::arch {
namespace {

/// A breach for each match of `pattern` in `text`, whose lines are those of the file.
Breaches matches(const SourceFile& file, const std::string& text, const std::regex& pattern,
                 const std::string& message) {
    Breaches breaches;
    for (auto at = std::sregex_iterator(text.begin(), text.end(), pattern);
         at != std::sregex_iterator(); ++at) {
        const auto line = line_at(text, static_cast<std::size_t>(at->position()));
        breaches.push_back({file.path, line, message + " (" + at->str() + ")"});
    }
    return breaches;
}

bool any_of_paths(std::string_view path, std::initializer_list<std::string_view> starts) {
    return std::any_of(starts.begin(), starts.end(),
                       [&](auto start) { return path.starts_with(start); });
}

// --- function lengths ---

/// What a "{" opens, judged by the text since the last ";", "{" or "}".
enum class Opened { container, function, data };

Opened opened_by(std::string head) {
    static const std::regex templates(R"(template\s*<[^()]*?>\s*(?=[\w:\[]))");
    static const std::regex container(R"(\b(namespace|class|struct|union|enum|extern)\b)");
    head = std::regex_replace(head, templates, "");
    int depth = 0;
    bool parenthesis = false;
    bool assignment = false;
    for (std::size_t i = 0; i < head.size(); ++i) {
        if (head[i] == '(') ++depth, parenthesis = true;
        if (head[i] == ')') --depth;
        const bool comparison =
            i > 0 && std::string_view("=<>!").find(head[i - 1]) != std::string_view::npos;
        const bool doubled = i + 1 < head.size() && head[i + 1] == '=';
        if (head[i] == '=' && depth == 0 && !comparison && !doubled) assignment = true;
    }
    if (head.find("operator") != std::string::npos) return Opened::function;
    if (assignment) return Opened::data;
    if (parenthesis) return Opened::function;
    return std::regex_search(head, container) ? Opened::container : Opened::data;
}

/// Where a head really begins: behind white space and access labels.
std::size_t head_begin(const std::string& code, std::size_t from, std::size_t to) {
    static const std::regex blanks(R"(^(\s|public:|protected:|private:)*)");
    const auto head = code.substr(from, to - from);
    std::smatch match;
    std::regex_search(head, match, blanks);
    return std::min(from + static_cast<std::size_t>(match.length()), to);
}

/// The offset after the "}" that closes the "{" at `open`.
std::size_t after_closing(const std::string& code, std::size_t open) {
    int depth = 0;
    for (auto at = open; at < code.size(); ++at) {
        if (code[at] == '{') ++depth;
        if (code[at] == '}' && --depth == 0) return at + 1;
    }
    return code.size();
}

/// Preprocessor lines carry braces of their own kind; they are no code here.
std::string without_directives(std::string code) {
    bool directive = false;
    bool line_begins = true;
    bool continued = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (code[i] == '\n') {
            continued = directive && i > 0 && code[i - 1] == '\\';
            line_begins = true;
            if (!continued) directive = false;
            if (directive && i > 0) code[i - 1] = ' ';
            continue;
        }
        if (line_begins && code[i] == '#') directive = true;
        if (code[i] != ' ' && code[i] != '\t') line_begins = false;
        const bool last_of_line = i + 1 < code.size() && code[i + 1] == '\n';
        if (directive && !(last_of_line && code[i] == '\\')) code[i] = ' ';
    }
    return code;
}

// --- SQL ---

/// Literals that the compiler sees as one expression, joined: SQL is often put together from
/// pieces. Named pieces (constants and macros of the same file) stand where they are used.
struct Statement {
    std::size_t line = 0;
    std::string text;
    bool is_named_piece = false;  ///< Only defines a piece; judged where it is used.
};

/// Offsets behind each ";", "{", "}" and each end of a preprocessor line.
std::vector<std::size_t> expression_ends(const std::string& code) {
    std::vector<std::size_t> ends;
    bool directive = false;
    bool line_begins = true;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (line_begins && c == '#') directive = true;
        if (c == '\n') line_begins = true;
        else if (c != ' ') line_begins = false;
        const bool directive_ends = directive && c == '\n' && code[i - 1] != '\\';
        if (directive_ends) directive = false;
        if (directive_ends || c == ';' || c == '{' || c == '}') ends.push_back(i + 1);
    }
    ends.push_back(code.size());
    return ends;
}

/// The name that an expression gives to its literals, if it does.
std::string named_piece(const std::string& expression) {
    static const std::regex definition(
        R"re(#\s*define\s+(\w+)[\s\\]*"|\b(k[A-Z]\w*)\s*(?:\[\s*\])?\s*=\s*")re");
    std::smatch match;
    if (!std::regex_search(expression, match, definition)) return {};
    return match[1].matched ? match[1] : match[2];
}

std::vector<Statement> statements_of(const SourceFile& file) {
    static const std::regex name(R"(\b(k[A-Z]\w*|[A-Z][A-Z_0-9]+)\b)");
    const auto code = code_only(file.text);
    const auto literals = string_literals(file.text);
    std::map<std::string, std::string> pieces;
    std::vector<Statement> statements;
    std::size_t begin = 0;
    std::size_t at = 0;
    for (const auto end : expression_ends(code)) {
        const auto expression = code.substr(begin, end - begin);
        const auto defined = named_piece(expression);
        Statement statement{0, "", !defined.empty()};
        for (auto word = std::sregex_iterator(expression.begin(), expression.end(), name);
             defined.empty() && word != std::sregex_iterator(); ++word) {
            const auto piece = pieces.find(word->str());
            if (piece == pieces.end()) continue;
            statement.text += piece->second;
            statement.line = line_at(code, begin + static_cast<std::size_t>(word->position()));
        }
        for (; at < literals.size() && literals[at].offset < end; ++at) {
            if (statement.line == 0) statement.line = line_at(code, literals[at].offset);
            statement.text += literals[at].content + " ";
        }
        if (!defined.empty()) pieces[defined] = statement.text;
        if (!statement.text.empty()) statements.push_back(std::move(statement));
        begin = end;
    }
    return statements;
}

std::vector<std::string> words_of(const std::string& text) {
    static const std::regex word(R"([A-Za-z_][A-Za-z_0-9.]*|\()");
    return {std::sregex_token_iterator(text.begin(), text.end(), word),
            std::sregex_token_iterator()};
}

/// Tables after FROM, JOIN, INTO and UPDATE, written in capitals as SQL is here.
std::vector<std::string> tables_of(const std::string& text) {
    std::vector<std::string> tables;
    const auto words = words_of(text);
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        const bool update =
            words[i] == "UPDATE" && (i == 0 || (words[i - 1] != "FOR" && words[i - 1] != "KEY"));
        const bool source = words[i] == "FROM" || words[i] == "JOIN" || words[i] == "INTO";
        if (!update && !source) continue;
        const auto& table = words[i + 1];
        const bool name = table.front() >= 'a' && table.front() <= 'z';
        if (name) tables.push_back(table);
    }
    return tables;
}

bool holds_sql(const std::string& text) {
    static const std::regex verb(R"(\b(SELECT|INSERT|UPDATE|DELETE|REPLACE)\b)");
    return std::regex_search(text, verb) && !tables_of(text).empty();
}

// --- error codes ---

/// The arguments of the call whose "(" stands at `open`, as offsets into the file.
std::vector<std::pair<std::size_t, std::size_t>> arguments_of(const std::string& code,
                                                              std::size_t open) {
    std::vector<std::pair<std::size_t, std::size_t>> arguments;
    int depth = 0;
    auto begin = open + 1;
    for (auto at = open; at < code.size(); ++at) {
        const char c = code[at];
        if (c == '(' || c == '{' || c == '[') ++depth;
        if (c == ')' || c == '}' || c == ']') --depth;
        const bool ends = depth == 0 || (depth == 1 && c == ',');
        if (!ends) continue;
        arguments.emplace_back(begin, at);
        begin = at + 1;
        if (depth == 0) break;
    }
    return arguments;
}

/// Functions and types that take an error code, and which argument it is.
const std::map<std::string, std::size_t>& code_arguments() {
    static const std::map<std::string, std::size_t> positions{
        {"Error", 1},           {"malformed", 1},       {"not_found", 0},
        {"wrong_party", 0},     {"wrong_state", 0},     {"refused_by_system", 0},
        {"refuse_by_rule", 2},  {"refuse_by_item", 3},  {"refuse_by_stage", 2},
        {"refuse_by_policy", 1}, {"refuse_by_effective", 3},
    };
    return positions;
}

// --- CMake ---

/// What the CMakeLists.txt of a folder builds: folders by glob, and single files.
struct Built {
    std::set<std::string> folders;
    std::set<std::string> files;
};

void add_built(const SourceFile& cmake, Built& built) {
    static const std::regex glob(R"(([A-Za-z0-9_/]*)\*\.cpp)");
    static const std::regex layer(R"(FOLDER ([A-Za-z0-9_/]+))");
    static const std::regex suite(R"(yunhe_suite\((\w+))");
    static const std::regex single(R"([A-Za-z0-9_/]+\.cpp)");
    const std::string folder(folder_of(cmake.path));
    const auto below = [&](std::string name) {
        while (name.ends_with('/')) name.pop_back();
        if (folder.empty() || name.empty()) return folder + name;
        return folder + "/" + name;
    };
    const auto each = [&](const std::regex& pattern, std::set<std::string>& into,
                          std::size_t group) {
        const auto& text = cmake.text;
        for (auto at = std::sregex_iterator(text.begin(), text.end(), pattern);
             at != std::sregex_iterator(); ++at)
            into.insert(below((*at)[group]));
    };
    each(glob, built.folders, 1);
    each(layer, built.folders, 1);
    each(suite, built.folders, 1);
    each(single, built.files, 0);
}

}  // namespace

Breaches check_columns(const SourceFile& file) {
    Breaches breaches;
    std::size_t line = 0;
    for (const auto row : split(file.text, '\n')) {
        ++line;
        const auto columns = character_count(row);
        if (!columns) breaches.push_back({file.path, line, "is not valid UTF-8"});
        if (columns.value_or(0) > kColumnsMax)
            breaches.push_back({file.path, line, std::to_string(*columns) + " columns"});
    }
    return breaches;
}

Breaches check_function_lengths(const SourceFile& file) {
    Breaches breaches;
    const auto code = without_directives(code_only(file.text));
    std::size_t head = 0;
    for (std::size_t at = 0; at < code.size(); ++at) {
        if (code[at] == ';' || code[at] == '}') head = at + 1;
        if (code[at] != '{') continue;
        const auto opened = opened_by(code.substr(head, at - head));
        if (opened == Opened::container) {
            head = at + 1;
            continue;
        }
        const auto end = after_closing(code, at);
        const auto first = line_at(code, head_begin(code, head, at));
        const auto lines = line_at(code, end) - first + 1;
        if (opened == Opened::function && lines > kFunctionLinesMax)
            breaches.push_back(
                {file.path, first, "a function of " + std::to_string(lines) + " lines"});
        // A brace in a constructor's initialisers is no end: the head goes on until the body.
        const auto next = code.find_first_not_of(" \n\t", end);
        const bool goes_on = next != std::string::npos && (code[next] == ',' || code[next] == '{');
        if (!goes_on) head = end;
        at = end - 1;
    }
    return breaches;
}

bool must_be_exact(std::string_view path) {
    return any_of_paths(path, {"billing/", "server/base/money", "server/base/decimal"});
}

Breaches check_no_floating_point(const SourceFile& file) {
    static const std::regex pattern(
        R"(\b(float|double|strtod|strtof|stod|stof|atof|lround|round)\b)");
    return matches(file, code_only(file.text), pattern, "money and quantities are exact");
}

Breaches check_no_clock(const SourceFile& file) {
    if (file.path == "server/base/clock.cpp") return {};
    static const std::regex pattern(
        R"((system_clock|steady_clock|high_resolution_clock)\s*::\s*now)"
        R"(|\b(gettimeofday|clock_gettime)\b|\btime\s*\(\s*(nullptr|NULL|0)\s*\))");
    return matches(file, code_only(file.text), pattern, "only base/clock.cpp reads a clock");
}

Breaches check_no_catch_all(const SourceFile& file) {
    const bool allowed =
        file.path == "server/http/dispatch.cpp" || file.path == "server/app/main.cpp" ||
        file.path == "server/app/workers.cpp" || file.path == "server/http/pistache_adapter.cpp" ||
        stem_of(file.path).ends_with("_worker");
    if (allowed) return {};
    static const std::regex pattern(R"(\bcatch\s*\(\s*\.\.\.\s*\))");
    return matches(file, code_only(file.text), pattern,
                   "only dispatch and workers catch everything");
}

Breaches check_column_lists(const SourceFile& file) {
    static const std::regex pattern(R"(\bSELECT\s+(DISTINCT\s+)?(\w+\.)?\*)", std::regex::icase);
    Breaches breaches;
    for (const auto& statement : statements_of(file))
        if (std::regex_search(statement.text, pattern))
            breaches.push_back({file.path, statement.line, "name the columns that you select"});
    return breaches;
}

Breaches check_tenant_in_statements(const SourceFile& file) {
    Breaches breaches;
    for (const auto& statement : statements_of(file)) {
        const bool judged = holds_sql(statement.text) && !statement.is_named_piece;
        if (!judged || statement.text.find("tenant_id") != std::string::npos) continue;
        for (const auto& table : tables_of(statement.text)) {
            if (table.starts_with("platform_")) continue;
            breaches.push_back(
                {file.path, statement.line, "a statement on " + table + " without tenant_id"});
            break;
        }
    }
    return breaches;
}

Breaches check_sql_stays_in_stores(const SourceFile& file) {
    const bool module =
        any_of_paths(file.path, {"tenants/", "catalog/", "billing/", "server/http/"});
    if (!module || stem_of(file.path).ends_with("_store")) return {};
    Breaches breaches;
    for (const auto& statement : statements_of(file))
        if (holds_sql(statement.text))
            breaches.push_back({file.path, statement.line, "SQL belongs into a store"});
    return breaches;
}

Breaches check_scope_makers(const SourceFile& file) {
    const bool allowed = file.path == "server/base/scope.hpp" ||
                         stem_of(file.path) == "authenticator_service" ||
                         any_of_paths(file.path, {"server/app/", "tests/"});
    const auto code = code_only(file.text);
    if (allowed || code.find("_across_tenants") != std::string::npos) return {};
    static const std::regex pattern(R"(\bTenantScopeMaker\b)");
    return matches(file, code, pattern, "only the authenticator and *_across_tenants make a scope");
}

Breaches check_no_unfinished_marks(const SourceFile& file) {
    // Put together, so that this file doesn't breach its own rule.
    static const std::regex pattern(std::string("\\b(TO") + "DO|FIX" + "ME|X" + "XX|HA" + "CK)\\b");
    return matches(file, file.text, pattern, "finish it or leave it out");
}

Breaches check_stands_alone(const SourceFile& file) {
    static const std::regex pattern(std::string("\\.\\./sha") + "red|/wo" + "rk/ma" + "in|/tmp/co" +
                                    "ord");
    return matches(file, file.text, pattern, "the repository stands alone");
}

Breaches check_error_codes(const SourceFile& file) {
    static const std::regex call(R"(\b(\w+)\s*[({])");
    const auto code = code_only(file.text);
    const auto literals = string_literals(file.text);
    Breaches breaches;
    for (auto at = std::sregex_iterator(code.begin(), code.end(), call);
         at != std::sregex_iterator(); ++at) {
        const auto position = code_arguments().find((*at)[1]);
        if (position == code_arguments().end()) continue;
        const auto open = static_cast<std::size_t>(at->position() + at->length() - 1);
        const auto arguments = arguments_of(code, open);
        if (arguments.size() <= position->second) continue;
        const auto [begin, end] = arguments[position->second];
        for (const auto& literal : literals) {
            if (literal.offset < begin || literal.offset >= end || has_error_text(literal.content))
                continue;
            breaches.push_back(
                {file.path, line_at(file.text, literal.offset),
                 "the code " + literal.content + " has no text in error_text_*.cpp"});
        }
    }
    return breaches;
}

Breaches check_all_built(const std::vector<SourceFile>& cmake_files,
                         const std::set<std::string>& paths) {
    Built built;
    for (const auto& cmake : cmake_files) add_built(cmake, built);
    Breaches breaches;
    for (const auto& path : paths) {
        if (!path.ends_with(".cpp")) continue;
        if (built.folders.contains(std::string(folder_of(path))) || built.files.contains(path))
            continue;
        breaches.push_back({path, 0, "no CMakeLists.txt builds this file"});
    }
    return breaches;
}

}  // namespace yunhe::arch
