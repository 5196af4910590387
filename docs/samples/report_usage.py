"""Reads whether an order may be used, reports one call of it, and reads the month's usage.

Needs Python 3.8 and an API key with the scopes events:write and read.

  YUNHE_URL=https://data.example.cn YUNHE_KEY=yh_live_... \\
  YUNHE_ORDER=O01 YUNHE_METER=calls python3 report_usage.py

YUNHE_TIME is the time of use (RFC 3339, UTC); absent: now.
"""
import json
import os
import sys
import uuid
from datetime import datetime, timezone
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

url = os.environ["YUNHE_URL"]
key = os.environ["YUNHE_KEY"]
order = os.environ["YUNHE_ORDER"]
meter = os.environ["YUNHE_METER"]
time = os.environ.get("YUNHE_TIME") or datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def call(path, body=None, content_type="application/json"):
    """Status and text of the answer; a refusal is an answer, too."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": content_type}
    try:
        with urlopen(Request(url + path, data, headers), timeout=30) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refusal:
        return refusal.code, refusal.read().decode()


status, text = call("/api/v1/orders/" + quote(order))
print("order:", status, text)
if status != 200 or not json.loads(text)["access"]["open"]:
    sys.exit(1)

event = {
    "specversion": "1.0",
    # The same id again is the same event: after a lost answer, send it unchanged.
    "id": str(uuid.uuid4()),
    "source": "sample/python",
    "type": "yunhe.usage",
    "subject": order,
    "time": time,
    "data": {"meter": meter, "quantity": "1"},
}
status, text = call("/api/v1/events", event, "application/cloudevents+json")
print("event:", status, text)
if status != 200 or json.loads(text)["results"][0]["status"] != "accepted":
    sys.exit(1)

status, text = call("/api/v1/usage?" + urlencode({"period": time[:7]}))
print("usage:", status, text)
sys.exit(0 if status == 200 else 1)
