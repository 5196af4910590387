import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Reads whether an order may be used, reports one call of it, and reads the month's usage.
 * Needs Java 17 and an API key with the scopes events:write and read.
 *
 *   YUNHE_URL=https://data.example.cn YUNHE_KEY=yh_live_... \
 *   YUNHE_ORDER=O01 YUNHE_METER=calls java ReportUsage.java
 *
 * YUNHE_TIME is the time of use (RFC 3339, UTC); absent: now.
 */
public class ReportUsage {
    private static final HttpClient client = HttpClient.newHttpClient();

    private static String setting(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) throw new IllegalStateException(name + " is not set");
        return value;
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(setting("YUNHE_URL") + path))
            .header("Authorization", "Bearer " + setting("YUNHE_KEY"));
    }

    private static HttpResponse<String> send(String what, HttpRequest request) throws Exception {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        System.out.println(what + ": " + answer.statusCode() + " " + answer.body());
        return answer;
    }

    private static void demand(boolean fulfilled) {
        if (!fulfilled) System.exit(1);
    }

    public static void main(String[] arguments) throws Exception {
        String order = setting("YUNHE_ORDER");
        String given = System.getenv("YUNHE_TIME");
        String time = given == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS).toString() : given;

        var read = send("order", request("/api/v1/orders/" + order).build());
        demand(read.statusCode() == 200 && read.body().contains("\"open\":true"));

        // The same id again is the same event: after a lost answer, send it unchanged.
        String event = String.format(
            "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"sample/java\",\"type\":\"yunhe.usage\","
                + "\"subject\":\"%s\",\"time\":\"%s\",\"data\":{\"meter\":\"%s\",\"quantity\":\"1\"}}",
            UUID.randomUUID(), order, time, setting("YUNHE_METER"));
        var reported = send("event", request("/api/v1/events")
            .header("Content-Type", "application/cloudevents+json")
            .POST(BodyPublishers.ofString(event))
            .build());
        demand(reported.statusCode() == 200 && reported.body().contains("\"accepted\""));

        var usage = send("usage", request("/api/v1/usage?period=" + time.substring(0, 7)).build());
        demand(usage.statusCode() == 200);
    }
}
