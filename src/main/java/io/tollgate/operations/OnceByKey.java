package io.tollgate.operations;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Does what somebody asks with a key once, for a day: asked again, also at the same time or after a crash, the answer is that of the first
 * time. The act, what it writes through the same database, and its answer are one transaction.
 */
public class OnceByKey {
    private static final Duration KEPT = Duration.ofDays(1);
    private static final String FORGET = "DELETE FROM tollgate.api_request WHERE asked_at < ?";
    private static final String TAKE = """
            INSERT INTO tollgate.api_request (caller, key, asked_at, hash, answer) VALUES (?, ?, ?, ?, '')
            ON CONFLICT (caller, key) DO NOTHING""";
    private static final String FIND = "SELECT hash, answer FROM tollgate.api_request WHERE caller = ? AND key = ?";
    private static final String ANSWER = "UPDATE tollgate.api_request SET answer = ? WHERE caller = ? AND key = ?";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Clock clock;

    OnceByKey(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** The key was used for something else. */
    public static final class OtherRequest extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** @param first whether it was done now, and not before */
    public record Done(String answer, boolean first) {}

    private record Asked(byte[] hash, String answer) {}

    /**
     * @param caller whose key it is; the same key of somebody else is another one
     * @param request what is asked for
     * @param act gives its answer; what it throws undoes all
     * @throws OtherRequest when the key came with another request
     */
    public Done ask(String caller, String key, byte[] request, Supplier<String> act) {
        byte[] hash = hash(request);
        return transactions.execute(transaction -> {
            Instant now = clock.instant();
            jdbc.sql(FORGET).param(Timestamp.from(now.minus(KEPT))).update();
            if (jdbc.sql(TAKE).params(caller, key, Timestamp.from(now), hash).update() == 1) {
                String answer = act.get();
                jdbc.sql(ANSWER).params(answer, caller, key).update();
                return new Done(answer, true);
            }
            Asked before = jdbc.sql(FIND).params(caller, key).query(Asked.class).single();
            if (!MessageDigest.isEqual(before.hash(), hash)) {
                throw new OtherRequest();
            }
            return new Done(before.answer(), false);
        });
    }

    private static byte[] hash(byte[] request) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(request);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
