package io.tollgate.console.pages;

import io.tollgate.console.api.Query;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.TreeMap;

/** What a form has sent. */
final class Fields {
    private static final String CSRF = "_csrf";

    private Fields() {}

    /**
     * Without what was left empty, which a form sends too.
     *
     * @throws io.tollgate.console.api.Refusal for one that came twice
     */
    static Map<String, String> filled(HttpServletRequest request) {
        Map<String, String> filled = new TreeMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (values.length != 1) {
                throw Query.wrong(name + ": give it once.");
            }
            if (!values[0].isBlank() && !name.equals(CSRF)) {
                filled.put(name, values[0]);
            }
        });
        return filled;
    }
}
