package io.tollgate.webhook;

import io.tollgate.support.Signatures;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;

/** Requests that are wrong in one way or in several, the same ones for the same seed. */
class MalformedRequests {
    private static final String[] METHODS = {
        "GET", "PUT", "post", "OPTIONS", "HEAD", "TRACE", "FOO", "P\u0001ST", "", "CONNECT"
    };
    private static final String[] PATHS = {
        "/webhooks/stripe/",
        "/webhooks/stripe/connect",
        "/webhooks/stripe/%00",
        "/webhooks/stripe/..%2f",
        "/webhooks",
        "/webhooks/stripe;jsessionid=1",
        "//webhooks//stripe",
        "/webhooks/./stripe/../stripe",
        "/webhooks/%73tripe",
        "/webhooks/stripe%",
        "/webhooks/stripe?endpoint=connect&endpoint=%zz",
        "/webhooks/stripe?%",
        "/error",
        "/",
        "*",
        "",
        "http://other.example/webhooks/stripe",
        "/webhooks/stripe/{endpoint}",
        "/webhooks/stripe/|",
        "/webhooks/%ff%fe",
        "/webhooks/stripe#fragment",
        "/\u00e9",
        "/actuator/health",
        "/actuator/%2e%2e/webhooks/stripe",
        "/..;/webhooks/stripe",
        "/error?status=500",
        "/a:b",
        "/%5c..%5c",
        "/webhooks/stripe/connect;a=b"
    };
    private static final String[] VERSIONS = {"HTTP/1.0", "HTTP/2.0", "HTTP/9", "http/1.1", "HTTP/1.1 x"};
    private static final String[] HEADERS = {
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Type: multipart/form-data",
        "Content-Type: multipart/form-data; boundary=",
        "Content-Type: multipart/form-data; boundary=x",
        "Content-Type: text/plain; charset=nonsense",
        "Content-Type: ;;;",
        "Content-Type: ",
        "Content-Type: a/b/c; q",
        "Content-Type: application/json; charset=\"",
        "Content-Type: application/x-java-serialized-object",
        "Content-Encoding: gzip",
        "Content-Encoding: br, gzip, nonsense",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: nonsense",
        "Transfer-Encoding: ",
        "Content-Length: -1",
        "Content-Length: abc",
        "Content-Length: 99999999999999999999",
        "Content-Length: 7",
        "Content-Length: 7, 8",
        "Content-Length: 9223372036854775807",
        "Accept: nonsense",
        "Accept: text/html;q=abc",
        "Accept: */*; charset=\"",
        "Accept: application/xml",
        "Accept-Charset: nonsense",
        "Accept-Language: ;;;",
        "Accept-Encoding: gzip;q=x",
        "Expect: 200-ok",
        "Expect: 100-continue",
        "Upgrade: h2c",
        "Upgrade: websocket",
        "Connection: Upgrade, HTTP2-Settings",
        "Cookie: =;=\"",
        "Host: other",
        "Host: [",
        "Host: a:b:c",
        "Range: bytes=-",
        "If-Modified-Since: never",
        "If-None-Match: \"",
        "X-Forwarded-For: nonsense",
        "X-Forwarded-Proto: gopher",
        "X-Forwarded-Port: abc",
        "Forwarded: for=\"",
        "Origin: null",
        "Origin: ::::",
        "Authorization: Basic ????",
        "X-HTTP-Method-Override: DELETE",
        "endpoint: connect",
        "Camel: x",
        "CamelHttpResponseCode: 500",
        "CamelHttpMethod: GET",
        "CamelBypass: true",
        "breadcrumbId: \u00ff",
        "Stripe-Signature: t",
        "Stripe-Signature: t=abc",
        "Stripe-Signature: ",
        "Stripe-Signature: t=1,v1=\u00ff",
        "no colon",
        ": no name",
        "bad name: x",
        " folded: x",
        "traceparent: 00-nonsense",
        "baggage: =;=",
        "Trailer: Stripe-Signature",
        "TE: trailers",
        "Access-Control-Request-Method: x"
    };
    private static final String[] BODIES = {
        "",
        " ",
        "{",
        "{}",
        "[]",
        "null",
        "\"evt_1\"",
        "a=b&endpoint=connect&%zz=%",
        "--x\r\nContent-Disposition: form-data\r\n\r\n",
        "--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"../b\"\r\n\r\nc\r\n--x--",
        "{\"id\":1,\"type\":[]}",
        "{\"id\":\"evt_1\",\"type\":\"a\\u0000b\"}",
        "{\"id\":\"evt_\\ud800\",\"type\":\"a\"}",
        "{\"id\":\"evt_1\",\"type\":\"a\"} x",
        "{\"id\":\"evt_1\",\"type\":\"\"}",
        "{\"id\":\"evt_1\",\"type\":\"a\",\"created\":1e999,\"data\":[{\"object\":7}]}",
        "[".repeat(5000),
        "{\"a\":".repeat(5000),
        "{\"n\":" + "9".repeat(5000) + "}",
        "\ufeff{}",
        "x".repeat(1 << 20 | 1)
    };

    private final Random random;

    MalformedRequests(long seed) {
        random = new Random(seed);
    }

    byte[] next() {
        byte[] body = body();
        String signature = rarely(3) ? "" : "Stripe-Signature: " + sign(body) + "\r\n";
        boolean chunked = rarely(5);
        StringBuilder head = new StringBuilder();
        head.append(rarely(6) ? any(METHODS) : "POST").append(' ');
        head.append(rarely(3) ? any(PATHS) : "/webhooks/stripe")
                .append(rarely(40) ? noise(20) : "")
                .append(' ');
        head.append(rarely(15) ? any(VERSIONS) : "HTTP/1.1").append(rarely(60) ? "\n" : "\r\n");
        head.append(rarely(20) ? "" : "Host: localhost\r\n")
                .append("Connection: close\r\n")
                .append(signature);
        for (int i = random.nextInt(4); i > 0; i--) {
            head.append(any(HEADERS)).append("\r\n");
        }
        if (rarely(20)) {
            head.append(noise(10))
                    .append(": ")
                    .append(noise(rarely(10) ? 10_000 : 30))
                    .append("\r\n");
        }
        head.append(
                chunked
                        ? "Transfer-Encoding: chunked\r\n"
                        : rarely(30) ? "" : "Content-Length: " + body.length + "\r\n");
        byte[] sent = chunked ? chunks(body) : body;
        return join(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1), truncated(sent));
    }

    private byte[] body() {
        byte[] body = (rarely(2) ? Ingress.event("evt_" + random.nextInt(1_000_000)) : any(BODIES))
                .getBytes(StandardCharsets.UTF_8);
        if (rarely(20)) {
            body = noise(1 + random.nextInt(300)).getBytes(StandardCharsets.ISO_8859_1);
        }
        for (int i = rarely(4) ? 1 + random.nextInt(5) : 0; i > 0 && body.length > 0; i--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt();
        }
        return body;
    }

    /** Signs what a body that is no UTF-8 would decode to; nobody can sign it right. */
    private static String sign(byte[] body) {
        return Signatures.sign(new String(body, StandardCharsets.UTF_8), Ingress.SECRET, Instant.now());
    }

    private byte[] chunks(byte[] body) {
        String size = rarely(6) ? noise(5) : Integer.toHexString(body.length);
        byte[] start = (size + (rarely(10) ? ";extension=\"" : "") + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return join(
                join(start, body), (rarely(8) ? "0\r\nTrailer" : "\r\n0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] truncated(byte[] bytes) {
        return rarely(20) ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    private String noise(int length) {
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < length; i++) {
            noise.append((char) random.nextInt(256));
        }
        return noise.toString();
    }

    private boolean rarely(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String any(String[] of) {
        return of[random.nextInt(of.length)];
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
