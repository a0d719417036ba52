package io.tollgate.console.pages;

import io.tollgate.console.api.ReplayRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A replay, as the fields of a form: {@code id}, or what events are searched by; {@code again} and {@code aside}. */
final class ReplayFields {
    private static final String ID = "id";
    private static final String ALL = "all";
    private static final String AGAIN = "again";
    private static final String ASIDE = "aside";
    private static final String KEY = "key";
    private static final String TRUE = "true";

    private ReplayFields() {}

    /** @throws io.tollgate.console.api.Refusal when it asks for nothing */
    static ReplayRequest request(Map<String, String> fields) {
        Map<String, String> filter = new TreeMap<>(kept(fields));
        String id = filter.remove(ID);
        boolean all = TRUE.equals(filter.remove(ALL));
        ReplayRequest request = new ReplayRequest(
                id == null ? null : List.of(id),
                (id != null || all) && filter.isEmpty() ? null : filter,
                all,
                null,
                TRUE.equals(fields.get(AGAIN)),
                TRUE.equals(fields.get(ASIDE)),
                false);
        request.check();
        return request;
    }

    /** What says which events, and not how. */
    static Map<String, String> kept(Map<String, String> fields) {
        Map<String, String> kept = new TreeMap<>(fields);
        kept.keySet().removeAll(List.of(AGAIN, ASIDE, KEY));
        return kept;
    }
}
