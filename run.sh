#!/usr/bin/env bash
# Builds Yunhe and starts it with its own database and a demo tenant.
#
#   ./run.sh               install what is missing, build, start in the background, print the logins
#   ./run.sh --no-start    stop before starting
#   ./run.sh --foreground  stay in the foreground, without playing the demo (Ctrl-C stops it)
#   ./run.sh --stop        stop the server
#
# YUNHE_DATA    the data folder      (root: /var/lib/yunhe, else ~/.local/share/yunhe)
# YUNHE_LISTEN  address and port     (127.0.0.1:8080)
set -euo pipefail
root=$(cd "$(dirname "$0")" && pwd)
cd "$root"
. scripts/terminal.sh
. scripts/packages.sh
. scripts/build.sh

mode=background
case "${1:-}" in
  "") ;;
  --no-start) mode=none ;;
  --foreground) mode=foreground ;;
  --stop) mode=stop ;;
  *) fail "Unknown option $1; see the head of run.sh." "未知选项 $1，用法见 run.sh 开头。" ;;
esac

if [ "$(id -u)" = 0 ]; then default_data=/var/lib/yunhe; else default_data=$HOME/.local/share/yunhe; fi
data=${YUNHE_DATA:-$default_data}
listen=${YUNHE_LISTEN:-127.0.0.1:8080}
address=http://$listen
binary=build/release/yunhe
pid_file=$data/server.pid
log=$data/server.log

# The process of the pid file, if it is a server on this data folder; a number left over from
# before a reboot may belong to anybody.
server_pid() {
  local pid
  pid=$(cat "$pid_file" 2>/dev/null) || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "serve --data $data " || return 1
  echo "$pid"
}

stop_server() {
  local pid
  pid=$(server_pid) || { say "Yunhe is not running."; return 0; }
  kill -TERM "$pid"
  for _ in $(seq 150); do
    kill -0 "$pid" 2>/dev/null || { rm -f "$pid_file"; say "Yunhe has stopped."; return 0; }
    sleep 0.1
  done
  fail "The server (process $pid) did not stop within 15 seconds; see $log." \
    "服务进程 $pid 未在 15 秒内停止，见 $log。"
}

# The server never runs as root: a system user of its own owns the data folder.
server_user=()
prepare_data_folder() {
  if [ "$(id -u)" = 0 ]; then
    id yunhe >/dev/null 2>&1 || useradd --system --user-group --home-dir "$data" --shell /usr/sbin/nologin yunhe
    server_user=(--user yunhe)
    install -d -m 0700 -o yunhe -g yunhe "$data"
    return
  fi
  install -d -m 0700 "$data"
}

wait_until_ready() {
  local pid=$1
  for _ in $(seq 600); do
    kill -0 "$pid" 2>/dev/null || break
    curl -sf -o /dev/null --max-time 2 "$address/readyz" && return 0
    sleep 0.1
  done
  tail -n 20 "$log" >&2
  fail "The server did not get ready; its log is $log." "服务未能就绪，日志见 $log。"
}

start_in_background() {
  local pid
  if pid=$(server_pid); then
    wait_until_ready "$pid"
    say "Yunhe is running already (process $pid)."
    return
  fi
  setsid nohup "$binary" serve --data "$data" --listen "$listen" "${server_user[@]}" \
    >>"$log" 2>&1 </dev/null &
  echo $! >"$pid_file"
  wait_until_ready $!
}

# Plays the example month once; an interrupted play goes on where it stopped.
play_demo() {
  [ -f "$data/demo.done" ] && return 0
  say "Playing the demo month through the API (about a minute)"
  "$binary" replay tests/cases/yangzhou --server "$address" \
    --admin-password-file "$data/platform-admin.password" --password-file "$data/demo.passwords" ||
    fail "The demo could not be played; the lines above say why. The server is running." \
      "演示数据未能完整导入，原因见上；服务仍在运行。"
  touch "$data/demo.done"
}

print_logins() {
  say ""
  say "Yunhe / 运河   $address"
  say "  tenant / 租户   yangzhou-1"
  for name in op.admin finance1 treasury dept.d01 dev1; do
    say "  $(awk -F'\t' -v n="$name" '$1 == n {printf "%-10s %s", $1, $2}' "$data/demo.passwords")"
  done
  say "  all logins / 全部账号: $data/demo.passwords    log / 日志: $log"
}

if [ "$mode" = stop ]; then stop_server; exit 0; fi
install_packages $build_packages $run_packages
build_console
build_binary release yunhe
if [ "$mode" = none ]; then exit 0; fi
prepare_data_folder
if [ "$mode" = foreground ]; then
  exec "$binary" serve --data "$data" --listen "$listen" "${server_user[@]}"
fi
start_in_background
play_demo
print_logins
