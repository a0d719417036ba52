package io.tollgate.console.api;

import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.PersonalView;
import io.tollgate.inbox.Entries.Position;
import io.tollgate.inbox.EventFilter;
import io.tollgate.inbox.PayloadSearch;
import io.tollgate.inbox.PayloadSearch.Found;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Which payloads have a text? Only for whoever may see all of them: who may not could guess what is masked, and ask. It is in the audit
 * log first, without the text, which may be somebody's name.
 */
@Component
class SearchInPayloads {
    private static final int SHORTEST = 3;

    private final PayloadSearch search;
    private final PersonalView view;
    private final AuditLog audit;

    SearchInPayloads(PayloadSearch search, PersonalView view, AuditLog audit) {
        this.search = search;
        this.view = view;
        this.audit = audit;
    }

    /** Of a customer's id, which is masked for nobody, for everybody who may see events at all. */
    Found ofCustomer(Query query, EventFilter filter, int limit, Position after) {
        String customer = query.text(EventQuery.CUSTOMER).orElseThrow();
        if (!customer.matches("cus_\\w{1,250}")) {
            throw Query.wrong("customer: give the id of a customer, such as cus_NffrFeUfNV2Hib.");
        }
        return search.search(filter, '"' + customer + '"', limit, after);
    }

    Found search(Query query, EventFilter filter, int limit, Position after, Caller caller, Authentication who) {
        if (!view.maySearch(who)) {
            throw new Refusal(
                    HttpStatus.FORBIDDEN,
                    "Your role may not look for a text in payloads: it would find what is masked for it, one guess after the other"
                            + " (tollgate.personal.visible-to). Leave contains out, or look for an object's id with object.");
        }
        String text = query.text(EventQuery.CONTAINS).orElseThrow();
        if (text.length() < SHORTEST) {
            throw Query.wrong("contains: give " + SHORTEST + " characters or more.");
        }
        audit.write(caller, Act.PERSONAL_DATA_SEEN, "*", ("events --contains=… " + filter).strip());
        return search.search(filter, text, limit, after);
    }

    /** What makes it fewer. */
    static String narrow(EventFilter filter) {
        if (filter.type() == null) {
            return "Not all were looked at: add type, or follow next.";
        }
        return filter.from() == null
                ? "Not all were looked at: add from, or follow next."
                : "Not all were looked at: give a later from or an earlier to, or follow next.";
    }
}
