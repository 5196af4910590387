# How the two commands talk: short lines, a log for the rest. Sourced; needs $root.

log_folder="$root/build/log"
mkdir -p "$log_folder"

say() { printf '%s\n' "$*"; }

# fail ENGLISH CHINESE: says why and ends.
fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# run_logged NAME COMMAND...: runs quietly; on failure shows the end of the log and stops.
run_logged() {
  local name=$1 log="$log_folder/$1.log"
  shift
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    fail "Step '$name' failed; its whole log is build/log/$name.log." \
      "步骤 $name 失败，完整日志见 build/log/$name.log。"
  fi
}

# run_with_progress NAME COMMAND...: like run_logged, and shows how far a build is every 15 seconds
# (on a terminal: in place).
run_with_progress() {
  local name=$1 log="$log_folder/$1.log" shown="" last=""
  shift
  "$@" >"$log" 2>&1 </dev/null &
  local child=$!
  while kill -0 "$child" 2>/dev/null; do
    last=$(grep -oE '^\[[0-9]+/[0-9]+\]' "$log" 2>/dev/null | tail -n 1 || true)
    if [ -t 1 ]; then
      printf '\r  %s %s ' "$name" "$last"
      sleep 1
    else
      [ -n "$last" ] && [ "$last" != "$shown" ] && say "  $name $last"
      shown=$last
      for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
        kill -0 "$child" 2>/dev/null || break
        sleep 1
      done
    fi
  done
  [ -t 1 ] && printf '\r\033[K'
  if ! wait "$child"; then
    grep -E 'error|FAILED|warning:' -A 5 "$log" | head -n 60 >&2
    tail -n 20 "$log" >&2
    fail "Step '$name' failed; its whole log is build/log/$name.log." \
      "步骤 $name 失败，完整日志见 build/log/$name.log。"
  fi
}
