package io.tollgate.cli;

/** A command that asks or changes the inbox. */
abstract class OperatorCommand extends SettingsCommand {
    @Override
    final int run(String[] springSettings) {
        try (Operations operations = Operations.open(springSettings)) {
            return run(operations);
        }
    }

    /** @return the exit code */
    abstract int run(Operations operations);

    static String noSuchEvent(String id) {
        return "There is no event " + id + (id.startsWith("evt_") ? "" : ": ids begin with evt_");
    }
}
