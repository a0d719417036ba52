package io.tollgate.console.pages;

import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.tollgate.text.Visible;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.springframework.web.servlet.View;

/** A page, whole before its first byte is sent: a template that fails is an error, and not half a page. What
 * turns the direction of writing, or nobody sees, is shown as an escape. */
final class Page implements View {
    static final String HTML = "text/html;charset=UTF-8";

    private final TemplateEngine templates;
    private final String template;
    private final Map<String, Object> values;

    private Page(TemplateEngine templates, String template, Map<String, Object> values) {
        this.templates = templates;
        this.template = template;
        this.values = values;
    }

    /** @param template the name of a file of {@code src/main/jte}, without its end */
    static Page of(TemplateEngine templates, String template, Frame frame, Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("frame", frame);
        return new Page(templates, template + ".jte", all);
    }

    @Override
    public String getContentType() {
        return HTML;
    }

    @Override
    public void render(Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        StringOutput page = new StringOutput();
        templates.render(template, values, page);
        byte[] bytes = Visible.inLines(page.toString()).getBytes(StandardCharsets.UTF_8);
        response.setContentType(HTML);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
