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
case "${1:-}" in
  "") ;;
  --fast) suites="unit property arch" ;;
  --asan) preset=dev ;;
  --soak) export YUNHE_SOAK=1 ;;
  *) fail "Unknown option $1; see the head of test.sh." "未知选项 $1，用法见 test.sh 开头。" ;;
esac

install_packages $build_packages $run_packages $test_packages
build_console
targets="yunhe"
for suite in $suites; do targets="$targets ${suite}_tests"; done
build_binary "$preset" $targets

passed=0
failed=0
for suite in $suites; do
  log="$log_folder/test-$suite.log"
  started=$(date +%s)
  outcome=passed
  timeout 1800 "build/$preset/tests/${suite}_tests" --report_level=short --log_level=test_suite \
    >"$log" 2>&1 </dev/null || outcome=failed
  # Boost.Test's short report: "12 test cases out of 14 passed", "2 test cases out of 14 failed".
  suite_passed=$(sed -nE 's/^ *([0-9]+) test cases? out of [0-9]+ passed.*/\1/p' "$log" | tail -n 1)
  suite_failed=$(sed -nE 's/^ *([0-9]+) test cases? out of [0-9]+ (failed|aborted).*/\1/p' "$log" |
    awk '{sum += $1} END {print sum + 0}')
  suite_passed=${suite_passed:-0}
  # A suite that died or ran nothing has failed, whatever it counted.
  if [ "$suite_failed" = 0 ] && { [ $outcome = failed ] || [ "$suite_passed" = 0 ]; }; then suite_failed=1; fi
  printf '%-9s %4d passed, %d failed  (%d s)\n' "$suite" "$suite_passed" "$suite_failed" \
    $(($(date +%s) - started))
  if [ "$suite_failed" != 0 ]; then
    grep -aE 'error: |fatal error' "$log" | head -n 40 || true
    tail -n 5 "$log"
  fi
  passed=$((passed + suite_passed))
  failed=$((failed + suite_failed))
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
