package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.support.GatewayProcess;
import io.tollgate.support.RoutesFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** Two users of one machine: what the embedded gateway of the one keeps, the other can neither read nor change. */
@Timeout(300)
class OtherUserIT {
    private static final String REQUIRED = "TOLLGATE_REQUIRE_SETPRIV";
    private static final String[] OWNER = as("games");
    private static final String[] OTHER = as("nobody");

    /** Prints each path of its input that it can read or write; as a shell's own step, so without a process for each. */
    private static final String OPEN_ALL = """
            while read -r path; do
              { true < "$path"; } 2>/dev/null && echo "read $path"
              { true >> "$path"; } 2>/dev/null && echo "wrote $path"
            done < "$0"
            true
            """;

    /** What it leaves in folders that all share. The library's script, which it reads there, is no secret. */
    private static final String FIND_SHARED = """
            find /tmp /dev/shm -user games -newer "$0" -type f \\
              \\( -writable -o -readable -not -name 'detect_linux_distribution_*.sh' \\) 2>/dev/null
            true
            """;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private Path home;
    private Path data;
    private Path started;

    @BeforeEach
    void prepare() throws Exception {
        boolean possible = "root".equals(System.getProperty("user.name"))
                && run(OTHER, "true").exitCode() == 0;
        if (!possible) {
            assertThat(System.getenv(REQUIRED))
                    .as("This test needs root and setpriv (" + REQUIRED + " asks for it)")
                    .isNotEqualTo("true");
            assumeTrue(false, "This test needs root and setpriv");
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = Files.createDirectory(directory.resolve("home"));
        run(new String[0], "chown", "games", home.toString());
        data = home.resolve("data");
        started = Files.createFile(directory.resolve("started"));
    }

    @Test
    void nothingCanBeReadOrChanged() throws Exception {
        GatewayProcess gateway = gateway();
        gateway.start();
        try {
            gateway.tollgate("send", "invoice.payment_failed");
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                try (Stream<Path> mails = Files.list(gateway.mails())) {
                    return mails.anyMatch(mail -> mail.toString().endsWith(".eml"));
                }
            });
            noLoginIsGuessed();
            noFileOpens(gateway);
            nothingIsPlanted();
        } finally {
            gateway.stop();
        }
    }

    private void noLoginIsGuessed() throws IOException {
        String port = Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                .get(3)
                .strip();
        for (String user : List.of("postgres", "tollgate", "games", "nobody")) {
            for (String password : List.of("", user, "postgres")) {
                assertThatThrownBy(() -> DriverManager.getConnection(
                                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", user, password))
                        .as(user + ", " + password)
                        .isInstanceOf(SQLException.class);
            }
        }
    }

    private void noFileOpens(GatewayProcess gateway) throws Exception {
        List<String> paths = everyPath(data);
        assertThat(paths.toString())
                .contains(
                        "stripe-webhook-secret",
                        "postgres-password",
                        ".eml",
                        "db-1.log",
                        "last-good",
                        "postgres.log",
                        "pg_ctl");
        String postgres =
                Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(0);
        for (String pid : List.of(Long.toString(gateway.process().pid()), postgres)) {
            paths.add("/proc/" + pid + "/environ");
            paths.add("/proc/" + pid + "/mem");
        }
        paths.add("/etc/passwd"); // so that something is found
        Path list = Files.write(directory.resolve("paths"), paths);
        assertThat(run(OTHER, "sh", "-c", OPEN_ALL, list.toString()).output()).isEqualTo("read /etc/passwd\n");
        assertThat(run(OTHER, "sh", "-c", FIND_SHARED, started.toString()).output())
                .isEmpty();
    }

    /** What runs there makes and removes files meanwhile: one that is gone again is passed over. */
    private static List<String> everyPath(Path folder) throws IOException {
        List<String> paths = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                paths.add(path.toString());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                return preVisitDirectory(path, attributes);
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return paths;
    }

    private void nothingIsPlanted() throws Exception {
        Path binaries = data.resolve("postgres-binaries");
        for (String attack : List.of(
                "mv " + data + " " + home.resolve("moved"),
                "mv " + binaries + " " + data.resolve("moved"),
                "mkdir " + data.resolve("folder"),
                "cp /bin/true " + executable(binaries),
                "ln -sf /bin/true " + executable(binaries),
                "cp /etc/hostname " + data.resolve("stripe-webhook-secret"),
                "rm -rf " + data.resolve("mail"))) {
            assertThat(run(OTHER, "sh", "-c", attack).exitCode()).as(attack).isNotZero();
        }
        assertThat(data.resolve("mail")).isNotEmptyDirectory();
    }

    @Test
    void aSecretThatWasPlantedIsNotTaken() throws Exception {
        run(OWNER, "mkdir", "-m", "777", data.toString());
        String secret = data.resolve("stripe-webhook-secret").toString();
        assertThat(run(OTHER, "sh", "-c", "umask 0; echo whsec_planted > " + secret)
                        .exitCode())
                .isZero();
        GatewayProcess gateway = gateway();
        gateway.launch();
        await().atMost(Duration.ofSeconds(60)).until(() -> !gateway.isAlive());
        assertThat(gateway.output()).contains(secret + " belongs to another user", "TOLLGATE_DATA");
    }

    /** With a umask that lets others read, from a class path that its user can read. */
    private GatewayProcess gateway() throws IOException {
        Path routes = RoutesFolder.copy(Path.of("routes"), directory.resolve("routes"));
        List<String> launcher = new ArrayList<>(List.of(OWNER));
        launcher.addAll(List.of("sh", "-c", "umask 022; exec \"$0\" \"$@\""));
        return new GatewayProcess(home, "--tollgate.routes=" + routes)
                .withClassPath(readableClassPath())
                .launchedBy(launcher.toArray(String[]::new));
    }

    private String readableClassPath() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("class-path"));
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path copy = folder.resolve(copies.size() + "-" + Path.of(entry).getFileName());
            if (Files.exists(Path.of(entry))) {
                FileSystemUtils.copyRecursively(Path.of(entry), copy);
                copies.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static Path executable(Path binaries) throws IOException {
        try (Stream<Path> files = Files.walk(binaries)) {
            return files.filter(file -> file.endsWith("bin/pg_ctl")).findFirst().orElseThrow();
        }
    }

    private static String[] as(String user) {
        return new String[] {"setpriv", "--reuid=" + user, "--regid=nogroup", "--clear-groups"};
    }

    private static Run run(String[] launcher, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Stream.of(launcher, command).flatMap(Stream::of).toList())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        return new Run(process.waitFor(), output);
    }

    private record Run(int exitCode, String output) {}
}
