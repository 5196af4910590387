# Puts files into the binary.
#   yunhe_embed(target NAMESPACE ns FUNCTION f DECLARED_IN header FOLDER dir PATTERN glob)
# generates the definition of `std::span<const EmbeddedFile> ns::f()`, which `header` declares
# beside `struct EmbeddedFile { std::string_view name; std::string_view text; }` in `ns`; `name` is
# the path below `dir`. The bytes come in by the
# assembler's .incbin, so large files cost no compile time.
function(yunhe_embed target)
  cmake_parse_arguments(EMBED "" "NAMESPACE;FUNCTION;DECLARED_IN;FOLDER;PATTERN" "" ${ARGN})
  set(folder ${PROJECT_SOURCE_DIR}/${EMBED_FOLDER})
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${folder}/${EMBED_PATTERN})
  list(SORT files)
  set(assembly ".section .rodata\n")
  set(symbols "")
  set(rows "")
  set(index 0)
  foreach(file IN LISTS files)
    file(RELATIVE_PATH name ${folder} ${file})
    set(symbol "yunhe_${EMBED_FUNCTION}_${index}")
    string(APPEND assembly ".global ${symbol}_begin\n.global ${symbol}_end\n"
      "${symbol}_begin:\n.incbin \"${file}\"\n${symbol}_end:\n.byte 0\n")
    string(APPEND symbols "extern \"C\" const char ${symbol}_begin[], ${symbol}_end[];\n")
    string(APPEND rows "        {\"${name}\", {${symbol}_begin, ${symbol}_end}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  set(stem ${CMAKE_CURRENT_BINARY_DIR}/embedded/${EMBED_FUNCTION})
  file(CONFIGURE OUTPUT ${stem}.S CONTENT
    "${assembly}.section .note.GNU-stack,\"\",@progbits\n" @ONLY)
  file(CONFIGURE OUTPUT ${stem}.cpp CONTENT
    "#include \"${EMBED_DECLARED_IN}\"\n\n#include <vector>\n
${symbols}
namespace ${EMBED_NAMESPACE} {
std::span<const EmbeddedFile> ${EMBED_FUNCTION}() {
    static const std::vector<EmbeddedFile> files{
${rows}    };
    return files;
}
}  // namespace ${EMBED_NAMESPACE}
" @ONLY)
  set_source_files_properties(${stem}.S PROPERTIES OBJECT_DEPENDS "${files}")
  get_target_property(type ${target} TYPE)
  if(type STREQUAL INTERFACE_LIBRARY)
    return()
  endif()
  set_source_files_properties(${stem}.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  target_sources(${target} PRIVATE ${stem}.S ${stem}.cpp)
endfunction()
