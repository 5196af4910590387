#!/usr/bin/env bash
# Measures Yunhe against what its parts can do on the same machine in the same run; docs/benchmarks.md
# says what the figures mean.
#
#   ./scripts/bench.sh                  all measurements
#   ./scripts/bench.sh ingest [OPTION]  events through HTTP / raw prepared inserts
#   ./scripts/bench.sh get [OPTION]     an authenticated GET / nginx return 200
#   ./scripts/bench.sh check [OPTION]   the entitlement check / a handler that does nothing
#   ./scripts/bench.sh search [OPTION]  the search over 100,000 products and 10,000 resources
#
# Options are those of build/release/tests/bench/yunhe_bench; --help lists them.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
. scripts/terminal.sh
. scripts/packages.sh
. scripts/build.sh

case "${1:-}" in
  "" | ingest | get | check | search | import | allocate | export | settlement) ;;
  *) fail "Unknown measurement $1; see the head of scripts/bench.sh." \
    "未知的测量项 $1，用法见 scripts/bench.sh 开头。" ;;
esac

install_packages $build_packages $run_packages $test_packages libmariadb-dev nginx-light wrk
build_console
build_binary release yunhe yunhe_bench
bench=build/release/tests/bench/yunhe_bench
if [ $# -gt 0 ]; then exec "$bench" "$@"; fi
"$bench" ingest
"$bench" get
"$bench" check --database-user "$(id -un)"
"$bench" search
"$bench" allocate
"$bench" export
"$bench" settlement
