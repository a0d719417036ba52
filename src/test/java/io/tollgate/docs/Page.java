package io.tollgate.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation, with the code blocks that a comment such as {@code <!-- routes/a.camel.yaml -->} names. */
public final class Page {
    private static final Pattern NAMED_BLOCK = Pattern.compile("<!-- (.+?) -->\\n```\\w*\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

    private final String text;
    private final Map<String, String> blocks = new LinkedHashMap<>();

    private Page(String text) {
        this.text = text;
        Matcher block = NAMED_BLOCK.matcher(text);
        while (block.find()) {
            blocks.put(block.group(1), block.group(2));
        }
    }

    public static Page read(String file) {
        try {
            return new Page(Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String text() {
        return text;
    }

    /** The text without its code blocks. */
    String prose() {
        return CODE.matcher(text).replaceAll("");
    }

    /** What a link writes after {@code #}, one for each heading, as GitHub makes them. */
    Set<String> anchors() {
        Set<String> anchors = new LinkedHashSet<>();
        HEADING.matcher(prose()).results().forEach(heading -> {
            String anchor = heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "");
            String name = anchor.replace(' ', '-');
            for (int again = 1; !anchors.add(name); again++) {
                name = anchor.replace(' ', '-') + "-" + again;
            }
        });
        return anchors;
    }

    public String block(String name) {
        if (!blocks.containsKey(name)) {
            throw new NoSuchElementException("No block named " + name + ", only " + blocks.keySet());
        }
        return blocks.get(name);
    }

    public Map<String, String> blocks() {
        return blocks;
    }
}
