package io.tollgate.stripe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.StripeException;
import com.stripe.net.ApiResource.RequestMethod;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpURLConnectionClient;
import com.stripe.net.RawRequestOptions;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Stripe's API through stripe-java, each request once and within this process's budget. What Stripe answers is handed on as
 * it is: which events there are must not hang on what a version of the library knows.
 */
public final class StripeApi {
    private static final Logger log = LoggerFactory.getLogger(StripeApi.class);
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);
    private static final int TOO_MANY = 429;
    private static final String NO_ANSWER = "Not 2xx";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StripeProperties properties;
    private final RateBudget budget;
    private volatile Told told;

    /** What Stripe's clock said at a moment of {@link System#nanoTime}. */
    private record Told(Instant date, long nanoTime) {}

    StripeApi(StripeProperties properties) {
        this.properties = properties;
        this.budget = new RateBudget(properties.rate());
    }

    /**
     * @param path with its query, encoded: {@code /v1/events?limit=100}
     * @return the body, UTF-8
     * @throws StripeAway when it may be asked again: no answer, 409, 429 or 5xx
     * @throws StripeRefused for any other answer but 2xx
     */
    public byte[] get(StripeCall call, String path) {
        return request(RequestMethod.GET, call, path, null, null);
    }

    /**
     * @param form encoded as a form's; for {@code /v2} JSON
     * @return as {@link #get}
     */
    public byte[] post(StripeCall call, String path, String form) {
        return request(RequestMethod.POST, call, path, form, null);
    }

    /**
     * Posts what is to be done once, however often it is asked: for a day and more Stripe answers the same to the same key.
     *
     * @param form as of {@link #post}
     * @param idempotencyKey 255 characters at most
     * @return as {@link #get}
     */
    public byte[] postOnce(StripeCall call, String path, String form, String idempotencyKey) {
        return request(RequestMethod.POST, call, path, form, idempotencyKey);
    }

    /** The time by Stripe's clock, to a second; empty as long as it has not told it. */
    public Optional<Instant> now() {
        return Optional.ofNullable(told).map(last -> last.date().plusNanos(System.nanoTime() - last.nanoTime()));
    }

    private byte[] request(RequestMethod method, StripeCall call, String path, String content, String idempotencyKey) {
        Http http = new Http();
        try {
            budget.take();
            StripeClient client = StripeClient.builder()
                    .setApiKey(call.key().secret())
                    .setApiBase(withoutSlash(properties.apiBase().toString()))
                    .setHttpClient(http)
                    .build();
            return client.rawRequest(method, path, content, options(call, idempotencyKey))
                    .body()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StripeAway("Interrupted while it waited for its turn to ask Stripe", e);
        } catch (StripeException e) {
            throw failure(e, call, path.replaceFirst("\\?.*", ""), http);
        }
    }

    private RawRequestOptions options(StripeCall call, String idempotencyKey) {
        int millis = Math.toIntExact(properties.timeout().toMillis());
        RawRequestOptions.RawRequestOptionsBuilder options = RawRequestOptions.builder()
                .setAdditionalHeaders(call.headers())
                .setMaxNetworkRetries(0)
                .setConnectTimeout(millis)
                .setReadTimeout(millis);
        if (idempotencyKey != null) {
            options.setIdempotencyKey(idempotencyKey);
        }
        if (call.account() != null) {
            options.setStripeAccount(call.account());
        }
        if (call.context() != null) {
            options.setStripeContext(call.context());
        }
        return options.build();
    }

    /** Stripe's own sentences may quote what was asked for, so only its code is handed on. */
    private RuntimeException failure(StripeException e, StripeCall call, String path, Http http) {
        int status = e instanceof ApiConnectionException || e.getStatusCode() == null ? 0 : e.getStatusCode();
        if (status == 0) {
            log.debug("No answer of Stripe", e);
            return new StripeAway("Stripe does not answer at " + properties.apiBase() + path, e);
        }
        if (status == TOO_MANY) {
            Duration pause = http.pause();
            budget.rest(pause.isZero() ? REST : pause);
        }
        String code = e.getCode() == null ? "" : " " + e.getCode();
        String what = "Stripe answers " + status + code + " to " + path + ", asked as " + call.key();
        if (status == TOO_MANY || status == 409 || status >= 500) {
            return new StripeAway(status, what, e, http.pause());
        }
        boolean forTheKey = status == 401 || status == 403;
        String way = forTheKey ? ": give the key the permission to do this, or set another one" : "";
        return new StripeRefused(status, e.getCode(), http.said(), what + way, e);
    }

    /** Null when there is none. */
    private static String errorPart(String body, String name) {
        try {
            return JSON.readTree(body).path("error").path(name).asText(null);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static String withoutSlash(String base) {
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    /** Keeps what an error's headers say, which stripe-java's exceptions leave out. Of one request. */
    private final class Http extends HttpClient {
        private final HttpClient http = new HttpURLConnectionClient();
        private StripeResponse last;

        @Override
        public StripeResponse request(StripeRequest request) throws StripeException {
            last = http.request(request);
            last.headers().firstValue("Date").ifPresent(this::note);
            if (last.code() < 200 || last.code() >= 300) {
                // stripe-java takes the body of an error for JSON, which a proxy's is not
                throw new ApiException(NO_ANSWER, null, errorPart(last.body(), "code"), last.code(), null);
            }
            return last;
        }

        private void note(String date) {
            try {
                Instant moment = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
                told = new Told(moment, System.nanoTime());
            } catch (DateTimeException e) {
                log.debug("No date: {}", date);
            }
        }

        /** Null when nothing was. */
        private String said() {
            return errorPart(last.body(), "message");
        }

        /** That the answer asks for; zero for none, and for one that cannot be read. */
        private Duration pause() {
            return last.headers()
                    .firstValue("Retry-After")
                    .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                    .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                    .map(pause -> pause.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : pause)
                    .orElse(Duration.ZERO);
        }
    }
}
