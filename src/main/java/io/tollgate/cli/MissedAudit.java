package io.tollgate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.InvalidConfiguration;
import io.tollgate.OfflineSettings;
import io.tollgate.OwnerOnly;
import io.tollgate.audit.Act;
import io.tollgate.audit.Caller;
import io.tollgate.text.Visible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a command did while the database was away: lines of JSON in {@code audit-missed.log} of the data folder, if there is one. */
final class MissedAudit {
    static final String FILE = "audit-missed.log";

    private static final ObjectMapper JSON = new ObjectMapper();

    private MissedAudit() {}

    /** @return the file; empty when it cannot be written */
    static Optional<Path> keep(String[] settings, Instant at, Act act, String subject, String what) {
        try {
            Path data = Path.of(OfflineSettings.of(settings).getRequiredProperty("tollgate.data"));
            if (!Files.isDirectory(data)) {
                return Optional.empty();
            }
            Path file = data.resolve(FILE);
            OwnerOnly.requireUnplanted(file);
            OwnerOnly.makeFile(file);
            Files.writeString(file, line(at, act, subject, what), StandardOpenOption.APPEND);
            return Optional.of(file);
        } catch (IOException | InvalidConfiguration e) {
            return Optional.empty();
        }
    }

    private static String line(Instant at, Act act, String subject, String what) throws JsonProcessingException {
        Caller caller = OsUser.caller();
        Map<String, String> line = new LinkedHashMap<>();
        line.put("at", at.toString());
        line.put("who", caller.name());
        line.put("origin", caller.origin());
        line.put("act", act.name());
        line.put("subject", Visible.of(subject));
        line.put("what", Visible.of(what));
        return JSON.writeValueAsString(line) + "\n";
    }
}
