package io.tollgate.routing.rehearsal;

import java.util.Map;

/** What servers answer in a rehearsal. */
public interface Answers {
    /** All is well, and nothing more. */
    Answers OK = (method, url, body) -> new Answer(200, Map.of(), "");

    /**
     * @param status of HTTP
     * @param headers by name
     * @param body may be empty
     */
    record Answer(int status, Map<String, String> headers, String body) {}

    /** @param body null for none */
    Answer to(String method, String url, String body);
}
