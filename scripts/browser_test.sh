#!/usr/bin/env bash
# The browser suite: a server of its own with the replayed demo month, then the console in Chromium.
#   scripts/browser_test.sh path/to/yunhe [PART...]
# The last line is "N passed, N failed". Screenshots go to tests/browser/shots/.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
binary=$1
folder=$(mktemp -d)
server=""
finish() {
  if [ -n "$server" ]; then
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap finish EXIT

"$binary" serve --data "$folder/data" --listen 127.0.0.1:0 >"$folder/ready" 2>"$folder/log" &
server=$!
for _ in $(seq 600); do
  grep -q 'is ready on' "$folder/ready" && break
  kill -0 "$server" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
  sleep 0.1
done
address=$(sed -n 's/.*ready on //p' "$folder/ready")
"$binary" replay "$root/tests/cases/yangzhou" --server "$address" \
  --admin-password-file "$folder/data/platform-admin.password" --password-file "$folder/passwords"
YUNHE_URL=$address YUNHE_TENANT=yangzhou-1 YUNHE_PASSWORDS=$folder/passwords \
  node "$root/tests/browser/console.test.mjs" "${@:2}"
