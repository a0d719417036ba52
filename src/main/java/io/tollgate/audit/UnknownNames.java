package io.tollgate.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is written of somebody whom nobody knows. Whoever types a password into the field of the name would find it in the audit log; so
 * the name itself is never written, but a mark that is the same for the same name, as long as this object lives. Its key is a random
 * one, and kept nowhere: nobody can try out passwords with the mark.
 */
public final class UnknownNames {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int MARK_BYTES = 4;

    private final SecretKeySpec key;

    UnknownNames() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** Such as {@code unknown:3f9a2c1b}. */
    public String of(String typed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] hash = mac.doFinal(typed.getBytes(StandardCharsets.UTF_8));
            return "unknown:" + HexFormat.of().formatHex(hash, 0, MARK_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
