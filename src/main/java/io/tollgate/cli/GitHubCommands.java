package io.tollgate.cli;

import io.tollgate.routing.check.Finding;
import io.tollgate.routing.reload.OfflineRoutes.Checked;
import io.tollgate.text.Visible;
import java.io.PrintWriter;

/** Workflow commands of GitHub Actions, a line each: the runner makes annotations of them, ten errors and ten warnings a step. */
final class GitHubCommands implements CheckReport {
    @Override
    public void print(Checked checked, GivenFolder folder, PrintWriter out) {
        checked.findings().forEach(finding -> out.println(command(finding, folder)));
        out.println(CheckText.summary(checked.findings()));
    }

    private static String command(Finding finding, GivenFolder folder) {
        return "::%s file=%s,line=%d,col=%d,title=%s::%s"
                .formatted(
                        CheckJson.severity(finding.rule()),
                        property(folder.path(finding.file())),
                        finding.line(),
                        finding.column(),
                        property(finding.rule().id()),
                        message(finding.message()));
    }

    /** The runner ends a property at a comma, and all of them at two colons. */
    static String property(String text) {
        return message(text).replace(":", "%3A").replace(",", "%2C");
    }

    static String message(String text) {
        return Visible.inLines(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }
}
