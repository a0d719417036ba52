package io.tollgate.cli;

/** A command that asks or changes the inbox. */
abstract class OperatorCommand extends SettingsCommand {
    private String[] settings;

    @Override
    final int run(String[] springSettings) {
        settings = springSettings;
        try (Operations operations = Operations.open(springSettings)) {
            return run(operations);
        }
    }

    /** @return the exit code */
    abstract int run(Operations operations);

    /** Spring's, as they were given. */
    String[] settings() {
        return settings;
    }
}
