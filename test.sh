#!/usr/bin/env bash
# Builds and passes all tests.
#
#   ./test.sh          every suite
#   ./test.sh --fast   only the suites that need no database (under a minute once built)
#   ./test.sh --asan   every suite under AddressSanitizer and UndefinedBehaviorSanitizer
#   ./test.sh --soak   the long runs too (more foreign-answer requests, more kills)
#
# The last line is "N passed, N failed", the sum over all suites.
set -euo pipefail
root=$(cd "$(dirname "$0")" && pwd)
cd "$root"
. scripts/terminal.sh
. scripts/packages.sh
. scripts/build.sh

preset=release
suites="unit property arch store http api e2e"
with_browser=yes
case "${1:-}" in
  "") ;;
  --fast) suites="unit property arch"; with_browser=no ;;
  --asan) preset=dev; with_browser=no ;;
  --soak) export YUNHE_SOAK=1 ;;
  *) fail "Unknown option $1; see the head of test.sh." "未知选项 $1，用法见 test.sh 开头。" ;;
esac

install_packages $build_packages $run_packages $test_packages
unpack_nginx
build_console
targets="yunhe"
for suite in $suites; do targets="$targets ${suite}_tests"; done
build_binary "$preset" $targets

passed=0
failed=0

# count SUITE PASSED FAILED STARTED LOG: one line per suite, and the sums.
count() {
  printf '%-9s %4d passed, %d failed  (%d s)\n' "$1" "$2" "$3" $(($(date +%s) - $4))
  if [ "$3" != 0 ]; then
    grep -aE 'error: |fatal error|not ok|FAILED' "$5" | head -n 40 || true
    tail -n 5 "$5"
  fi
  passed=$((passed + $2))
  failed=$((failed + $3))
}

# Boost.Test's short report: "12 test cases out of 14 passed", "2 test cases out of 14 failed". A
# suite that died or ran nothing has failed, whatever it counted.
run_suite() {
  local suite=$1 log="$log_folder/test-$1.log" outcome=passed good bad started
  started=$(date +%s)
  timeout 1800 "build/$preset/tests/${suite}_tests" --report_level=short --log_level=test_suite \
    >"$log" 2>&1 </dev/null || outcome=failed
  good=$(sed -nE 's/^ *([0-9]+) test cases? out of [0-9]+ passed.*/\1/p' "$log" | tail -n 1)
  bad=$(sed -nE 's/^ *([0-9]+) test cases? out of [0-9]+ (failed|aborted).*/\1/p' "$log" |
    awk '{sum += $1} END {print sum + 0}')
  good=${good:-0}
  if [ "$bad" = 0 ] && { [ $outcome = failed ] || [ "$good" = 0 ]; }; then bad=1; fi
  count "$suite" "$good" "$bad" "$started" "$log"
}

run_browser() {
  local log="$log_folder/test-browser.log" outcome=passed good bad started
  started=$(date +%s)
  use_node
  timeout 1200 scripts/browser_test.sh "build/$preset/yunhe" >"$log" 2>&1 </dev/null || outcome=failed
  good=$(sed -nE 's/^([0-9]+) passed, [0-9]+ failed$/\1/p' "$log" | tail -n 1)
  bad=$(sed -nE 's/^[0-9]+ passed, ([0-9]+) failed$/\1/p' "$log" | tail -n 1)
  good=${good:-0}
  bad=${bad:-0}
  if [ "$bad" = 0 ] && { [ $outcome = failed ] || [ "$good" = 0 ]; }; then bad=1; fi
  count browser "$good" "$bad" "$started" "$log"
}

for suite in $suites; do run_suite "$suite"; done
if [ "$with_browser" = yes ]; then run_browser; fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
