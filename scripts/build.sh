# Builds the console and the binary. Sourced by run.sh and test.sh.

# The console is built before CMake runs, because the binary carries its files.
build_console() {
  local console="$root/web-static" stamp="$root/build/console.stamp" sources
  [ -f "$console/package.json" ] || return 0
  sources=$(cd "$console" && find . -path ./node_modules -prune -o -path ./dist -prune -o -type f -print |
    LC_ALL=C sort | xargs sha256sum | sha256sum)
  [ -f "$stamp" ] && [ -d "$console/dist" ] && [ "$(cat "$stamp")" = "$sources" ] && return 0
  use_node
  say "Building the console"
  run_logged console-install npm --prefix "$console" ci --no-audit --no-fund --loglevel=error
  run_logged console-build npm --prefix "$console" run --silent build
  printf '%s\n' "$sources" >"$stamp"
}

# build_binary PRESET TARGET...
build_binary() {
  local preset=$1
  shift
  say "Building $* ($preset)"
  run_logged configure cmake --preset "$preset" -S "$root" -B "$root/build/$preset" -Wno-dev
  run_with_progress build cmake --build "$root/build/$preset" --target "$@"
}
