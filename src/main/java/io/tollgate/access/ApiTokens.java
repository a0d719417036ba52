package io.tollgate.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What programs log in with. Kept is the hash of a token only: 32 random bytes need no slow one. */
public class ApiTokens {
    /** By which a search for leaked secrets finds it. */
    public static final String PREFIX = "tg_";

    private static final int BYTES = 32;

    private static final String CREATE = """
            INSERT INTO tollgate.api_token (hash, name, role, created_at, created_by, expires_at)
            VALUES (?, ?, ?, ?, ?, ?)""";
    private static final String FIND = """
            SELECT name, role FROM tollgate.api_token
            WHERE hash = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)""";

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
     * @param name of whom it is for; no other token has it
     * @param by who makes it
     * @param expires null for never
     * @return the token, which cannot be asked for again
     */
    public String create(String name, Role role, String by, Instant expires) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        jdbc.sql(CREATE)
                .params(
                        hash(token),
                        name,
                        role.name(),
                        Timestamp.from(clock.instant()),
                        by,
                        expires == null ? null : Timestamp.from(expires))
                .update();
        return token;
    }

    /** Empty when there is no such token, or it is not good any more. */
    public Optional<Owner> owner(String token) {
        return jdbc.sql(FIND)
                .params(hash(token), Timestamp.from(clock.instant()))
                .query(Owner.class)
                .optional();
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
