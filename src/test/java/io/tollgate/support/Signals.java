package io.tollgate.support;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What an operating system can do to a process, and to all that it has started. */
public final class Signals {
    private Signals() {}

    /** {@code kill -9}; returns once it has ended. */
    public static void kill(Process process) throws IOException {
        send("KILL", process);
        process.onExit().join();
    }

    /** It keeps its memory, sockets and locks, and does nothing any more. */
    public static void freeze(Process process) throws IOException {
        send("STOP", process);
    }

    public static void thaw(Process process) throws IOException {
        send("CONT", process);
    }

    private static void send(String signal, Process process) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(ProcessHandle::isAlive)
                .forEach(each -> command.add(Long.toString(each.pid())));
        // One of them may have ended by itself in the meantime; whoever calls waits for the effect anyway.
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join();
    }
}
