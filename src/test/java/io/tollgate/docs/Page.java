package io.tollgate.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation, with the code blocks that a comment such as {@code <!-- routes/a.camel.yaml -->} names. */
public final class Page {
    private static final Pattern NAMED_BLOCK = Pattern.compile("<!-- (.+?) -->\\n```\\w*\\n(.*?)```", Pattern.DOTALL);

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
