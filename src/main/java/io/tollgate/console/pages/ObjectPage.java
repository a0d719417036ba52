package io.tollgate.console.pages;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gg.jte.TemplateEngine;
import io.tollgate.access.Role;
import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.console.api.Refusal;
import io.tollgate.inbox.Entries;
import io.tollgate.inbox.Entries.Row;
import io.tollgate.inbox.EventFilter;
import io.tollgate.inbox.EventSearch;
import io.tollgate.operations.ObjectQuestion;
import io.tollgate.operations.ObjectQuestion.State;
import io.tollgate.text.PersonalData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What is the object of an event now, and which other events are about it? What is personal is masked. */
@Controller
class ObjectPage {
    private static final int ROWS = 50;
    private static final ObjectMapper JSON = new JsonMapper();

    private final TemplateEngine templates;
    private final Entries entries;
    private final EventSearch search;
    private final ObjectQuestion question;
    private final PersonalData personal;
    private final AuditLog audit;

    ObjectPage(
            TemplateEngine templates,
            Entries entries,
            EventSearch search,
            ObjectQuestion question,
            PersonalData personal,
            AuditLog audit) {
        this.templates = templates;
        this.entries = entries;
        this.search = search;
        this.question = question;
        this.personal = personal;
        this.audit = audit;
    }

    @GetMapping("/console/events/{id}/object")
    @For(Role.OPERATOR)
    Page object(@PathVariable String id, Frame frame, Caller caller) throws IOException {
        Row row = entries.find(id).orElseThrow(() -> new Refusal(HttpStatus.NOT_FOUND, frame.text("noSuchEvent")));
        audit.write(caller, Act.PAYLOAD_SEEN, id, "object");
        Optional<State> state = question.of(id);
        Map<String, Object> values = new HashMap<>();
        values.put("id", id);
        values.put("objectId", row.objectId() == null ? "" : row.objectId());
        values.put("state", state.orElse(null));
        values.put("text", state.isPresent() ? masked(state.get().data()) : "");
        values.put("events", row.objectId() == null ? List.of() : events(row.objectId()));
        return Page.of(templates, "object", frame, values);
    }

    private List<Row> events(String object) {
        EventFilter about = new EventFilter(null, null, null, null, null, null, null, null, object);
        return search.page(about, ROWS, null).rows();
    }

    /** Paths are those of an event. */
    private String masked(String data) throws IOException {
        byte[] event = ("{\"data\":{\"object\":" + data + "}}").getBytes(StandardCharsets.UTF_8);
        return JSON.readTree(personal.mask(event)).at("/data/object").toPrettyString();
    }
}
