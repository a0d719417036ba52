package io.tollgate.faults;

import io.tollgate.support.GatewayProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of its own for a gateway, in memory, which only the gateway and what it starts can see; no root needed. */
final class SmallDisk {
    private static final String MOUNT = "mount -t tmpfs -o size=%dm,mode=700 tmpfs '%s' && exec \"$@\"";

    private final Path folder;
    private final String mount;
    private GatewayProcess gateway;

    /** @param folder is made, and the disk mounted there */
    SmallDisk(Path folder, int megabytes) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.mount = MOUNT.formatted(megabytes, folder);
    }

    /** Skips the calling test where a user may not have mounts of his own. */
    static void assume() throws IOException {
        int exit = new ProcessBuilder("unshare", "-Urm", "mount", "-t", "tmpfs", "tmpfs", "/mnt")
                .start()
                .onExit()
                .join()
                .exitValue();
        Surroundings.assume(
                exit == 0,
                "TOLLGATE_REQUIRE_UNSHARE",
                "`unshare -Urm mount` does not work here: run this test on Linux with user namespaces switched on");
    }

    void mountFor(GatewayProcess gateway) {
        this.gateway = gateway.launchedBy("unshare", "-Urm", "sh", "-c", mount, "sh");
    }

    /** As it is seen from outside. */
    Path inside() {
        return Path.of("/proc/" + gateway.process().pid() + "/root" + folder);
    }

    /** Writes a file until nothing fits any more, except for what {@code megabytes} says. */
    void fill(int megabytes) throws IOException {
        Path reserved = inside().resolve("reserved");
        Files.write(reserved, new byte[megabytes << 20]);
        byte[] block = new byte[4096];
        try (OutputStream filler = Files.newOutputStream(inside().resolve("filler"))) {
            while (true) {
                filler.write(block);
            }
        } catch (IOException e) {
            if (!"No space left on device".equals(e.getMessage())) {
                throw e;
            }
        }
        Files.delete(reserved);
    }

    void makeRoom() throws IOException {
        Files.delete(inside().resolve("filler"));
    }
}
