package com.example.books;

import java.math.BigInteger;
import java.util.Locale;

/** Makes references of ISO 11649, which a bank checks: {@code RF}, two check digits, and up to 21 letters and digits. */
public final class CreditorReference {
    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

    /**
     * @param number of a quote, such as {@code QT-0001-1}; what is no letter and no digit is left out
     * @throws IllegalArgumentException when nothing remains, or more than 21 characters
     */
    public String of(String number) {
        String text = String.valueOf(number).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        if (number == null || text.isEmpty() || text.length() > 21) {
            throw new IllegalArgumentException("No reference can be made of this number: use 1 to 21 letters and digits");
        }
        StringBuilder digits = new StringBuilder();
        (text + "RF00").chars().forEach(letter -> digits.append(Character.getNumericValue(letter)));
        int rest = new BigInteger(digits.toString()).mod(NINETY_SEVEN).intValue();
        return "RF%02d%s".formatted(98 - rest, text);
    }
}
