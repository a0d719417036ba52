package io.tollgate.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Letters and digits that stand for a value: the same ones each time, and no way back. The key is a random one of this object and is kept
 * nowhere.
 */
final class Pseudonyms {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String DIGITS = "0123456789";
    private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";
    private static final String LARGE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int BLOCK = 32;

    private final Mac mac;

    Pseudonyms() {
        byte[] key = new byte[BLOCK];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Letters and digits, as an id of Stripe's has them. */
    String word(String value, int length) {
        return letters(value, length, DIGITS + LARGE + SMALL);
    }

    String hex(String value, int length) {
        return letters(value, length, DIGITS + "abcdef");
    }

    /** From 0 to below the bound. */
    int number(String value, int bound) {
        return Math.floorMod(ByteBuffer.wrap(bytes(value, Integer.BYTES)).getInt(), bound);
    }

    private String letters(String value, int length, String alphabet) {
        byte[] bytes = bytes(value, length);
        StringBuilder word = new StringBuilder(length);
        for (byte each : bytes) {
            word.append(one(each, alphabet));
        }
        return word.toString();
    }

    /**
     * A letter for each letter, small or large as it was, a digit for each digit; spaces and what else is ASCII stay. No zero comes to the
     * front.
     */
    String likeness(String value) {
        int[] characters = value.codePoints().toArray();
        byte[] bytes = bytes(value, characters.length);
        StringBuilder like = new StringBuilder(characters.length);
        boolean isFirst = true;
        for (int i = 0; i < characters.length; i++) {
            like.append(like(characters[i], bytes[i], isFirst));
            isFirst &= !Character.isLetterOrDigit(characters[i]);
        }
        return like.toString();
    }

    /** The same for digits alone. */
    String digits(String value) {
        byte[] bytes = bytes(value, value.length());
        StringBuilder like = new StringBuilder(value.length());
        boolean isFirst = true;
        for (int i = 0; i < value.length(); i++) {
            boolean isDigit = value.charAt(i) >= '0' && value.charAt(i) <= '9';
            like.append(isDigit ? like(value.charAt(i), bytes[i], isFirst) : value.charAt(i));
            isFirst &= !isDigit;
        }
        return like.toString();
    }

    private static char like(int character, byte random, boolean isFirst) {
        if (Character.isDigit(character)) {
            return isFirst && character != '0' ? one(random, DIGITS.substring(1)) : one(random, DIGITS);
        }
        if (Character.isLetter(character)) {
            return one(random, Character.isUpperCase(character) ? LARGE : SMALL);
        }
        if (Character.isWhitespace(character)) {
            return character == '\n' ? '\n' : ' ';
        }
        return character > ' ' && character <= '~' ? (char) character : 'x';
    }

    private static char one(byte random, String alphabet) {
        return alphabet.charAt(Math.floorMod(random, alphabet.length()));
    }

    private byte[] bytes(String value, int length) {
        ByteBuffer all = ByteBuffer.allocate(length + BLOCK);
        byte[] bytes = value.getBytes(StandardCharsets.UTF_16BE);
        for (int block = 0; all.position() < length; block++) {
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, block));
            all.put(mac.doFinal(bytes));
        }
        byte[] cut = new byte[length];
        all.get(0, cut);
        return cut;
    }
}
