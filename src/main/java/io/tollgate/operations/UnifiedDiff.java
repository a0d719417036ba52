package io.tollgate.operations;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.Patch;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.text.Visible;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What differs between two folders of routes, in the form of {@code diff -u}. */
final class UnifiedDiff {
    private static final int CONTEXT = 3;
    private static final String NO_NEWLINE = "\n\\ No newline at end of file";

    private UnifiedDiff() {}

    /**
     * @param name of the second, in front of its files
     * @return lines without what a terminal would obey; none when nothing differs
     */
    static List<String> of(Snapshot from, Snapshot to, String name) {
        List<String> lines = new ArrayList<>();
        TreeSet<String> files = new TreeSet<>(from.files().keySet());
        files.addAll(to.files().keySet());
        for (String file : files) {
            byte[] before = from.files().get(file);
            byte[] after = to.files().get(file);
            if (!Arrays.equals(before, after)) {
                lines.addAll(of(path(from.hash(), file, before), before, path(name, file, after), after));
            }
        }
        return lines;
    }

    private static String path(String folder, String file, byte[] content) {
        return content == null ? "/dev/null" : folder + "/" + Visible.of(file);
    }

    private static List<String> of(String from, byte[] before, String to, byte[] after) {
        Optional<List<String>> first = lines(before);
        Optional<List<String>> second = lines(after);
        if (first.isEmpty() || second.isEmpty()) {
            return List.of("Binary files " + from + " and " + to + " differ");
        }
        Patch<String> patch = DiffUtils.diff(first.get(), second.get());
        return UnifiedDiffUtils.generateUnifiedDiff(from, to, first.get(), patch, CONTEXT).stream()
                .map(UnifiedDiff::ofNoLines)
                .toList();
    }

    /** Where a side has no lines, they begin at 0, or no patch can be made of it. */
    private static String ofNoLines(String line) {
        return line.startsWith("@@ ") ? line.replace(" -1,0 ", " -0,0 ").replace(" +1,0 ", " +0,0 ") : line;
    }

    /** Empty for what is no text. */
    private static Optional<List<String>> lines(byte[] content) {
        if (content == null || content.length == 0) {
            return Optional.of(List.of());
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            List<String> lines = new ArrayList<>(
                    Arrays.stream(text.split("\n", -1)).map(Visible::of).toList());
            int last = lines.size() - 1;
            if (lines.get(last).isEmpty()) {
                lines.remove(last);
            } else {
                lines.set(last, lines.get(last) + NO_NEWLINE);
            }
            return Optional.of(lines);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
