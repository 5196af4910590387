/// The repository's files as text, and the few readings of C++ text that the rules need.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace yunhe::arch {

struct SourceFile {
    std::string path;  ///< Below the repository's root, with "/".
    std::string text;
};

/// One breach. `line` counts from 1; 0 means the file as a whole.
struct Breach {
    std::string path;
    std::size_t line = 0;
    std::string message;
};
using Breaches = std::vector<Breach>;

std::string to_text(const Breach& breach);  ///< "path:line: message"

/// Every text file of ours: no build output, no packages, no pictures, nothing that git doesn't
/// hold.
const std::vector<SourceFile>& repository_files();
/// Those that end so.
std::vector<SourceFile> files_ending(std::initializer_list<std::string_view> endings);

/// "catalog" from "catalog/order_store.cpp"; "" at the root.
std::string_view folder_of(std::string_view path);
std::string_view file_name_of(std::string_view path);
/// "order_store" from "catalog/order_store.cpp".
std::string_view stem_of(std::string_view path);

std::size_t line_at(std::string_view text, std::size_t offset);

/// The same length and lines, but comments and the contents of literals are spaces.
std::string code_only(std::string_view text);

struct Literal {
    std::size_t offset = 0;  ///< Of its opening quote.
    std::string content;     ///< As written; escapes are not resolved.
};
/// String literals (raw ones included) outside comments, in order.
std::vector<Literal> string_literals(std::string_view text);

}  // namespace yunhe::arch
