package io.tollgate.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.Rule;
import io.tollgate.routing.reload.OfflineRoutes.Checked;
import io.tollgate.text.Visible;
import java.io.PrintWriter;
import java.util.Arrays;

/**
 * SARIF 2.1.0 on one line: all rules of the check, each with its default level, and a result for each finding. What GitHub's code
 * scanning asks for beyond the standard (texts of rules) is there.
 */
final class Sarif implements CheckReport {
    private static final String VERSION = "2.1.0";
    private static final String SCHEMA = "https://json.schemastore.org/sarif-" + VERSION + ".json";

    @Override
    public void print(Checked checked, GivenFolder folder, PrintWriter out) {
        ObjectNode log = object().put("$schema", SCHEMA).put("version", VERSION);
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "tollgate").put("version", Version.number());
        driver.putArray("rules")
                .addAll(Arrays.stream(Rule.values()).map(Sarif::rule).toList());
        run.putArray("results")
                .addAll(checked.findings().stream()
                        .map(finding -> result(finding, folder))
                        .toList());
        out.println(CheckJson.line(log));
    }

    private static ObjectNode rule(Rule rule) {
        String words = rule.id().replace('-', ' ');
        ObjectNode json = object().put("id", rule.id());
        json.putObject("shortDescription").put("text", words);
        json.putObject("fullDescription").put("text", words);
        json.putObject("help").put("text", "docs/checks.md#" + rule.id() + " has a bad and a good example.");
        json.putObject("defaultConfiguration").put("level", CheckJson.severity(rule));
        return json;
    }

    private static ObjectNode result(Finding finding, GivenFolder folder) {
        Rule rule = finding.rule();
        ObjectNode json = object().put("ruleId", rule.id())
                .put("ruleIndex", rule.ordinal())
                .put("level", CheckJson.severity(rule));
        json.putObject("message").put("text", Visible.inLines(finding.message()));
        ObjectNode place = json.putArray("locations").addObject().putObject("physicalLocation");
        place.putObject("artifactLocation").put("uri", folder.uri(finding.file()));
        place.putObject("region").put("startLine", finding.line()).put("startColumn", finding.column());
        return json;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
