package io.tollgate.cli;

import picocli.CommandLine.Option;

/** How a check says what it has found; of these options one at most. */
final class CheckFormat {
    @Option(names = "--json", description = "One line of JSON instead of text")
    private boolean json;

    @Option(names = "--sarif", description = "SARIF 2.1.0 instead of text, as code scanning and editors read it")
    private boolean sarif;

    @Option(
            names = "--github",
            description = "Workflow commands instead of text: GitHub Actions shows them at their lines")
    private boolean github;

    CheckReport report() {
        if (json) {
            return new CheckJson();
        }
        if (sarif) {
            return new Sarif();
        }
        return github ? new GitHubCommands() : new CheckText();
    }
}
