package io.tollgate.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * What the gateway answered.
 *
 * @param status the HTTP status
 * @param body its JSON, a missing node when it is none
 */
public record Answer(int status, JsonNode body) {
    static Answer of(int status, String body) {
        try {
            return new Answer(status, new ObjectMapper().readTree(body));
        } catch (JsonProcessingException e) {
            return new Answer(status, MissingNode.getInstance());
        }
    }

    public boolean isStored() {
        return status == 200;
    }

    public boolean isDuplicate() {
        return body.path("duplicate").asBoolean();
    }

    /** Status, id and whether it was known already; or status, reason and detail. */
    public String line() {
        if (isStored()) {
            return status + " " + body.path("id").asText() + (isDuplicate() ? " duplicate" : " stored");
        }
        String reason = body.path("reason").asText();
        String detail = body.path("detail").asText(body.path("title").asText("without a problem detail"));
        return status + " " + (reason.isEmpty() ? "" : reason + ": ") + detail;
    }
}
