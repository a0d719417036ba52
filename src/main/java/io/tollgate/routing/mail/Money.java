package io.tollgate.routing.mail;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;

/**
 * Amounts as Stripe's API gives them: an integer in the currency's smallest unit. Which currencies have no decimals and
 * which have three is Stripe's own list, not ISO 4217's; all others have two, also ISK and UGX, whose amounts Stripe
 * keeps at two decimals.
 *
 * @see <a href="https://docs.stripe.com/currencies#zero-decimal">Zero-decimal currencies</a>
 * @see <a href="https://docs.stripe.com/currencies#three-decimal">Three-decimal currencies</a>
 * @see <a href="https://docs.stripe.com/currencies#special-cases">Special cases</a>
 */
final class Money {
    private static final Set<String> NO_DECIMALS = Set.of(
            "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF");
    private static final Set<String> THREE_DECIMALS = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

    private Money() {}

    /** Such as {@code 12.50 USD}, {@code 1250 JPY}, {@code 1.250 KWD}; what is less than the smallest unit stays: {@code 0.125 USD}. */
    static String format(BigDecimal units, String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        int decimals = NO_DECIMALS.contains(code) ? 0 : THREE_DECIMALS.contains(code) ? 3 : 2;
        BigDecimal amount = units.movePointLeft(decimals).stripTrailingZeros();
        return amount.setScale(Math.max(decimals, amount.scale())).toPlainString() + " " + code;
    }
}
