package io.tollgate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.Rule;
import io.tollgate.routing.reload.OfflineRoutes.Checked;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** For programs: one line. */
final class CheckJson implements CheckReport {
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public void print(Checked checked, GivenFolder folder, PrintWriter out) {
        long errors = checked.findings().stream().filter(Finding::isError).count();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("errors", errors);
        all.put("warnings", checked.findings().size() - errors);
        all.put("findings", checked.findings().stream().map(CheckJson::json).toList());
        all.put("flows", checked.map().flows());
        all.put("byName", checked.map().byName());
        all.put("statementsNotChecked", checked.unasked());
        out.println(line(all));
    }

    static String line(Object json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As text, JSON and SARIF write it. */
    static String severity(Rule rule) {
        return rule.severity().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("file", finding.file());
        map.put("line", finding.line());
        map.put("column", finding.column());
        map.put("severity", severity(finding.rule()));
        map.put("rule", finding.rule().id());
        map.put("message", finding.message());
        return map;
    }
}
