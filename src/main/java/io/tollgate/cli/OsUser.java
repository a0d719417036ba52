package io.tollgate.cli;

import com.sun.security.auth.module.UnixSystem;
import io.tollgate.audit.Caller;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whom the operating system runs a command for. An option of the JVM could say another {@code user.name}; the kernel is asked instead. */
final class OsUser {
    private static final Path KERNELS_HOST = Path.of("/proc/sys/kernel/hostname");

    private OsUser() {}

    static Caller caller() {
        return new Caller(name(), "host:" + host());
    }

    /** What a command says of itself, and who is behind a {@code sudo}; that one is as good as the environment that says so. */
    static String noted(String what) {
        String sudo = System.getenv("SUDO_USER");
        return sudo == null ? what : (what + " (sudo by " + sudo + ")").strip();
    }

    private static String name() {
        try {
            UnixSystem unix = new UnixSystem();
            String name = unix.getUsername();
            return name == null || name.isBlank() ? "uid:" + unix.getUid() : name;
        } catch (LinkageError e) {
            return System.getProperty("user.name");
        }
    }

    private static String host() {
        try {
            return Files.isReadable(KERNELS_HOST)
                    ? Files.readString(KERNELS_HOST).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        } catch (IOException e) {
            return "unknown";
        }
    }
}
