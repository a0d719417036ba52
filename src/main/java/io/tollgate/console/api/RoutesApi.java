package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.console.access.For;
import io.tollgate.inbox.RouteSets;
import io.tollgate.operations.RouteDecision;
import io.tollgate.operations.RouteDesk;
import io.tollgate.operations.RouteDesk.Difference;
import io.tollgate.operations.RouteDesk.Sets;
import io.tollgate.routing.check.Snapshot;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Which routes were there, and what differs: the sets that this gateway has kept. What is in their files is for an admin: it is code. */
@RestController
class RoutesApi {
    static final String PATH = "/api/v1/routes";
    private static final String FOLDER = "folder";
    private static final int MOST = 200;
    private static final int USUAL = 50;

    private final RouteDesk desk;
    private final RouteSets decisions;
    private final Clock clock;

    RoutesApi(RouteDesk desk, RouteSets decisions, Clock clock) {
        this.desk = desk;
        this.decisions = decisions;
        this.clock = clock;
    }

    record File(String name, int bytes) {}

    record Files(String routes, List<File> files) {}

    @GetMapping(PATH)
    @Described(value = "The sets of routes that this gateway has kept", errors = 409)
    @For(Role.VIEWER)
    Sets sets() throws IOException {
        return desk.sets();
    }

    /** Of all gateways on this database. */
    @GetMapping(PATH + "/decisions")
    @Described(value = "Which sets were taken and refused, by all gateways, and why", query = "limit")
    @For(Role.VIEWER)
    List<RouteDecision> decisions(HttpServletRequest request) {
        Query query = Query.of(request.getParameterMap(), clock.instant(), "limit");
        return decisions.last(query.number("limit", 1, MOST, USUAL)).stream()
                .map(RouteDecision::of)
                .toList();
    }

    @GetMapping(PATH + "/diff")
    @Described(
            value = "What differs between two sets",
            query = {
                "from: a hash; by default the last that was taken before the other",
                "to: a hash, or folder; by default the last that was taken"
            },
            errors = {404, 409})
    @For(Role.ADMIN)
    Difference diff(HttpServletRequest request) throws IOException {
        Query query = Query.of(request.getParameterMap(), clock.instant(), "from", "to");
        String to = query.text("to").orElse(null);
        return FOLDER.equals(to)
                ? desk.difference(query.text("from").orElse(null), null, true)
                : desk.difference(query.text("from").orElse(null), to, false);
    }

    @GetMapping(PATH + "/{routes}")
    @Described(
            value = "The files of a set; folder stands for what is edited",
            errors = {404, 409})
    @For(Role.VIEWER)
    Files files(@PathVariable String routes) throws IOException {
        Snapshot set = set(routes);
        return new Files(
                set.hash(),
                set.files().entrySet().stream()
                        .map(file -> new File(file.getKey(), file.getValue().length))
                        .toList());
    }

    @GetMapping(PATH + "/{routes}/file")
    @Described(
            value = "A file of a set, byte for byte",
            query = "name",
            media = MediaType.APPLICATION_OCTET_STREAM_VALUE,
            errors = {404, 409})
    @For(Role.ADMIN)
    ResponseEntity<byte[]> file(@PathVariable String routes, HttpServletRequest request) throws IOException {
        String name = Query.of(request.getParameterMap(), clock.instant(), "name")
                .text("name")
                .orElseThrow(
                        () -> Query.wrong("name: give a file of the set, as " + PATH + "/" + FOLDER + " names them."));
        byte[] content = set(routes).files().get(name);
        if (content == null) {
            throw new Refusal(HttpStatus.NOT_FOUND, "The set has no such file: without /file it names those it has.");
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(content);
    }

    private Snapshot set(String routes) throws IOException {
        return routes.equals(FOLDER) ? desk.folder() : desk.set(routes);
    }
}
