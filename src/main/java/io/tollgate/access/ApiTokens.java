package io.tollgate.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What programs log in with. Kept is the hash of a token only: 32 random bytes need no slow one. */
public class ApiTokens {
    /** By which a search for leaked secrets finds it. */
    public static final String PREFIX = "tg_";

    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    /** Who asks often is not written down each time. */
    private static final Duration USE = Duration.ofMinutes(1);

    private static final String CREATE = """
            INSERT INTO tollgate.api_token (hash, name, role, created_at, created_by, expires_at)
            VALUES (?, ?, ?, ?, ?, ?)""";
    private static final String FIND = """
            SELECT name, role, used_at FROM tollgate.api_token
            WHERE hash = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)""";
    private static final String USED = """
            UPDATE tollgate.api_token SET used_at = ?
            WHERE hash = ? AND (used_at IS NULL OR used_at <= ?)""";
    private static final String LIST = """
            SELECT name, role, created_at, created_by, expires_at, used_at, revoked_at
            FROM tollgate.api_token ORDER BY created_at, name""";
    private static final String REVOKE =
            "UPDATE tollgate.api_token SET revoked_at = coalesce(revoked_at, ?) WHERE name = ?";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ApiTokens(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Whose a token is. */
    public record Owner(String name, Role role) {}

    /**
     * A token as it is kept.
     *
     * @param expiresAt null for never
     * @param usedAt when it was used last, to the minute; null for never
     * @param revokedAt null when it is not
     */
    public record Token(
            String name,
            Role role,
            Instant createdAt,
            String createdBy,
            Instant expiresAt,
            Instant usedAt,
            Instant revokedAt) {}

    private record Found(String name, Role role, Instant usedAt) {}

    /** Whether a token can have this name: 1 to 100 letters, digits and any of . _ - */
    public static boolean isName(String name) {
        return name != null && NAME.matcher(name).matches();
    }

    /**
     * @param name of whom it is for; no other token has it, not even one that was revoked
     * @param by who makes it
     * @param expires null for never
     * @return the token, which cannot be asked for again
     * @throws org.springframework.dao.DuplicateKeyException when one has the name
     */
    public String create(String name, Role role, String by, Instant expires) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        jdbc.sql(CREATE)
                .params(hash(token), name, role.name(), timestamp(clock.instant()), by, timestamp(expires))
                .update();
        return token;
    }

    /** Empty when there is no such token, or it is not good any more. What has not the form of one is not looked up. */
    public Optional<Owner> owner(String token) {
        if (!FORM.matcher(token).matches()) {
            return Optional.empty();
        }
        byte[] hash = hash(token);
        Instant now = clock.instant();
        Optional<Found> found =
                jdbc.sql(FIND).params(hash, timestamp(now)).query(Found.class).optional();
        found.filter(one -> one.usedAt() == null || !one.usedAt().plus(USE).isAfter(now))
                .ifPresent(one -> jdbc.sql(USED)
                        .params(timestamp(now), hash, timestamp(now.minus(USE)))
                        .update());
        return found.map(one -> new Owner(one.name(), one.role()));
    }

    public List<Token> list() {
        return jdbc.sql(LIST).query(Token.class).list();
    }

    /**
     * From the next request on it is good for nothing, on all gateways.
     *
     * @return whether there is such a token
     */
    public boolean revoke(String name) {
        return jdbc.sql(REVOKE).params(timestamp(clock.instant()), name).update() > 0;
    }

    private static Timestamp timestamp(Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
