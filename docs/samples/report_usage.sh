#!/usr/bin/env bash
# Reads whether an order may be used, reports one call of it, and reads the month's usage.
# Needs bash, curl and an API key with the scopes events:write and read.
#
#   YUNHE_URL=https://data.example.cn YUNHE_KEY=yh_live_... \
#   YUNHE_ORDER=O01 YUNHE_METER=calls ./report_usage.sh
#
# YUNHE_TIME is the time of use (RFC 3339, UTC); absent: now.
set -euo pipefail
time=${YUNHE_TIME:-$(date -u +%Y-%m-%dT%H:%M:%SZ)}
key_header="Authorization: Bearer $YUNHE_KEY"

order=$(curl -sS --fail-with-body -H "$key_header" "$YUNHE_URL/api/v1/orders/$YUNHE_ORDER")
echo "order: $order"
grep -q '"open":true' <<<"$order"

# The same id again is the same event: after a lost answer, send it unchanged.
id=$(cat /proc/sys/kernel/random/uuid)
event='{"specversion":"1.0","id":"'$id'","source":"sample/curl","type":"yunhe.usage",
  "subject":"'$YUNHE_ORDER'","time":"'$time'","data":{"meter":"'$YUNHE_METER'","quantity":"1"}}'
answer=$(curl -sS --fail-with-body -H "$key_header" -H 'Content-Type: application/cloudevents+json' \
  -d "$event" "$YUNHE_URL/api/v1/events")
echo "event: $answer"
grep -q '"accepted"' <<<"$answer"

usage=$(curl -sS --fail-with-body -H "$key_header" "$YUNHE_URL/api/v1/usage?period=${time:0:7}")
echo "usage: $usage"
