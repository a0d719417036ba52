package io.tollgate.routing.mail;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An amount with its currency, such as {@code 5.00 USD}.
 *
 * @param isZero then a section of it is left out
 */
record Amount(String text, boolean isZero) {
    private static final String CURRENCY = "currency";

    /**
     * The currency is the one beside the amount, else that of the nearest object around it.
     *
     * @param objects in which the path may begin, the innermost first
     * @return null when there is no such amount, or nobody knows its currency
     */
    static Amount at(List<?> objects, List<String> path) {
        for (int i = 0; i < objects.size(); i++) {
            Object value = Json.at(objects.get(i), path);
            if (value != Json.ABSENT) {
                BigDecimal units = number(value);
                String currency = currency(objects.subList(i, objects.size()), path);
                return units == null || currency == null
                        ? null
                        : new Amount(Money.format(units, currency), units.signum() == 0);
            }
        }
        return null;
    }

    /** As Stripe has them: an integer, or a decimal number as a text. */
    private static BigDecimal number(Object value) {
        boolean isDecimal = value instanceof String text && text.matches("-?\\d{1,30}(\\.\\d{1,12})?");
        return value instanceof Number || isDecimal ? new BigDecimal(value.toString()) : null;
    }

    private static String currency(List<?> objects, List<String> path) {
        String name = path.get(path.size() - 1);
        List<Map<?, ?>> around = new ArrayList<>();
        for (int length = path.size() - 1; length >= 0; length--) {
            around.add(Json.map(length == 0 ? objects.get(0) : Json.at(objects.get(0), path.subList(0, length))));
        }
        // presentment_amount has its presentment_currency beside it
        if (name.endsWith("_amount")) {
            String own = Json.text(around.get(0), name.replaceFirst("amount$", CURRENCY));
            if (own != null) {
                return own;
            }
        }
        objects.stream().skip(1).map(Json::map).forEach(around::add);
        return around.stream()
                .map(map -> Json.text(map, CURRENCY))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }
}
