package io.tollgate.text;

import com.fasterxml.jackson.core.JsonStreamContext;

/**
 * Where a value of an event stands. What is in a list has the name of the list.
 *
 * @param name of the field; null outside of an object
 * @param parent the name of the field whose object it is in; null at the top
 * @param isMerchants whether it is in {@code metadata}, of which Stripe knows nothing
 */
record Place(String name, String parent, boolean isMerchants) {
    private static final String OF_THE_MERCHANT = "metadata";

    static Place of(JsonStreamContext context) {
        String name = null;
        String parent = null;
        boolean merchants = false;
        for (JsonStreamContext above = context; above != null; above = above.getParent()) {
            if (above.inObject()) {
                parent = name != null && parent == null ? above.getCurrentName() : parent;
                name = name == null ? above.getCurrentName() : name;
                merchants |= OF_THE_MERCHANT.equals(above.getCurrentName());
            }
        }
        return new Place(name, parent, merchants);
    }
}
