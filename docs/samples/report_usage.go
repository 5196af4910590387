// Reads whether an order may be used, reports one call of it, and reads the month's usage.
// Needs Go 1.19 and an API key with the scopes events:write and read.
//
//	YUNHE_URL=https://data.example.cn YUNHE_KEY=yh_live_... \
//	YUNHE_ORDER=O01 YUNHE_METER=calls go run report_usage.go
//
// YUNHE_TIME is the time of use (RFC 3339, UTC); absent: now.
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"
)

func call(what, path string, body any, contentType string) (int, []byte) {
	method, content := http.MethodGet, []byte(nil)
	if body != nil {
		method = http.MethodPost
		content, _ = json.Marshal(body)
	}
	request, err := http.NewRequest(method, os.Getenv("YUNHE_URL")+path, bytes.NewReader(content))
	demand(err == nil, err)
	request.Header.Set("Authorization", "Bearer "+os.Getenv("YUNHE_KEY"))
	if body != nil {
		request.Header.Set("Content-Type", contentType)
	}
	answer, err := http.DefaultClient.Do(request)
	demand(err == nil, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	demand(err == nil, err)
	fmt.Printf("%s: %d %s\n", what, answer.StatusCode, text)
	return answer.StatusCode, text
}

func demand(fulfilled bool, why any) {
	if !fulfilled {
		fmt.Fprintln(os.Stderr, why)
		os.Exit(1)
	}
}

func main() {
	order, at := os.Getenv("YUNHE_ORDER"), os.Getenv("YUNHE_TIME")
	if at == "" {
		at = time.Now().UTC().Format(time.RFC3339)
	}

	status, text := call("order", "/api/v1/orders/"+url.PathEscape(order), nil, "")
	demand(status == http.StatusOK && bytes.Contains(text, []byte(`"open":true`)), "the order may not be used")

	// The same id again is the same event: after a lost answer, send it unchanged.
	id := make([]byte, 16)
	_, err := rand.Read(id)
	demand(err == nil, err)
	event := map[string]any{
		"specversion": "1.0", "id": fmt.Sprintf("%x", id), "source": "sample/go", "type": "yunhe.usage",
		"subject": order, "time": at,
		"data": map[string]string{"meter": os.Getenv("YUNHE_METER"), "quantity": "1"},
	}
	status, text = call("event", "/api/v1/events", event, "application/cloudevents+json")
	demand(status == http.StatusOK && bytes.Contains(text, []byte(`"accepted"`)), "the event was not accepted")

	status, _ = call("usage", "/api/v1/usage?period="+at[:7], nil, "")
	demand(status == http.StatusOK, "the usage could not be read")
}
