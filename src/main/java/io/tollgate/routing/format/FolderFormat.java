package io.tollgate.routing.format;

import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.LoneFile;
import io.tollgate.routing.check.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The routes of a folder in the canonical YAML that editors write. What a text means stays: Camel reads the text of before
 * and the new one, and a file of which it would read something else, or that would lose a comment, is left alone.
 */
public final class FolderFormat implements AutoCloseable {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final LongForms longForms = new LongForms(new CamelSchema(), new Addresses(context));

    /** Of each file of routes at the top of the folder, by name. Nothing is written. */
    public List<Formatted> of(Snapshot folder) {
        Ids ids = new Ids();
        SortedMap<String, FileFormat> read = new TreeMap<>();
        SortedMap<String, Formatted> formatted = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : folder.files().entrySet()) {
            String name = file.getKey();
            if (!name.contains("/") && name.endsWith(LoneFile.SUFFIX)) {
                attempt(name, formatted, () -> {
                    String text = text(file.getValue());
                    ids.note(text);
                    read.put(name, FileFormat.of(name, text));
                });
            }
        }
        read.forEach((name, one) ->
                attempt(name, formatted, () -> formatted.put(name, one.formatted(longForms, ids, context))));
        return new ArrayList<>(formatted.values());
    }

    private interface Step {
        void run() throws InvalidRouteSet, LeftAlone;
    }

    private static void attempt(String name, Map<String, Formatted> formatted, Step step) {
        try {
            step.run();
        } catch (InvalidRouteSet e) {
            List<String> reasons = e.findings().stream().map(Finding::toString).toList();
            formatted.put(name, Formatted.leftAlone(name, reasons));
        } catch (LeftAlone e) {
            String reason = "%s:%d:%d: left alone: %s".formatted(name, e.line(), e.column(), e.getMessage());
            formatted.put(name, Formatted.leftAlone(name, List.of(reason)));
        }
    }

    private static String text(byte[] content) throws LeftAlone {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new LeftAlone(1, 1, "This is not UTF-8; save it as such");
        }
    }

    @Override
    public void close() throws IOException {
        context.close();
    }
}
