package io.tollgate.console.pages;

import gg.jte.TemplateEngine;
import io.tollgate.access.Role;
import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.console.api.Refusal;
import io.tollgate.inbox.RouteSets;
import io.tollgate.operations.NoSuchRoutes;
import io.tollgate.operations.RouteDecision;
import io.tollgate.operations.RouteDesk;
import io.tollgate.operations.RouteDesk.Back;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Which routes were there and what differs; back to one of them, once it was said what that changes. */
@Controller
class RouteHistoryPage {
    private static final String PATH = "/console/routes/history";
    private static final String HASH = "[0-9a-f]{1,12}";
    private static final int DECISIONS = 50;

    private final TemplateEngine templates;
    private final RouteDesk desk;
    private final RouteSets decisions;
    private final AuditLog audit;

    RouteHistoryPage(TemplateEngine templates, RouteDesk desk, RouteSets decisions, AuditLog audit) {
        this.templates = templates;
        this.desk = desk;
        this.decisions = decisions;
        this.audit = audit;
    }

    @GetMapping(PATH)
    @For(Role.VIEWER)
    Page history(Frame frame) {
        return onDisk(
                frame,
                () -> Page.of(
                        templates,
                        "history",
                        frame,
                        Map.of(
                                "sets", desk.sets(),
                                "decisions",
                                        decisions.last(DECISIONS).stream()
                                                .map(RouteDecision::of)
                                                .toList())));
    }

    /** What is in the files is for an admin: it is code. */
    @GetMapping("/console/routes/back")
    @For(Role.ADMIN)
    Page ask(@RequestParam String routes, Frame frame) {
        if (!routes.matches(HASH)) {
            throw new Refusal(HttpStatus.BAD_REQUEST, frame.text("wrongAddress"));
        }
        return onDisk(
                frame,
                () -> Page.of(
                        templates,
                        "back",
                        frame,
                        Map.of("back", desk.back(routes, null), "difference", desk.difference(routes, null, true))));
    }

    @PostMapping("/console/routes/back")
    @For(Role.ADMIN)
    View back(@RequestParam String routes, Frame frame, Caller caller) {
        return onDisk(frame, () -> done(desk.back(routes, noted(Act.ROUTES_BACK, caller))));
    }

    @PostMapping("/console/routes/accept")
    @For(Role.ADMIN)
    View accept(@RequestParam String routes, Frame frame, Caller caller) {
        return onDisk(frame, () -> {
            desk.accept(routes, noted(Act.ROUTES_ACCEPTED, caller));
            return SeeOther.to(PATH);
        });
    }

    private static View done(Back back) {
        return SeeOther.to(PATH + (back.changed() ? "" : "?unchanged"));
    }

    private Consumer<String> noted(Act act, Caller caller) {
        return hash -> audit.write(caller, act, hash, "");
    }

    private interface OnDisk<T> {
        T get() throws IOException;
    }

    private static <T> T onDisk(Frame frame, OnDisk<T> asked) {
        try {
            return asked.get();
        } catch (NoSuchRoutes e) {
            throw new Refusal(HttpStatus.NOT_FOUND, e.getMessage());
        } catch (IOException e) {
            throw new Refusal(HttpStatus.CONFLICT, frame.text("folderAway", e.toString()));
        }
    }
}
