package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.docs.Page;
import io.tollgate.support.FreePorts;
import io.tollgate.support.GatewayProcess;
import io.tollgate.support.Queues;
import io.tollgate.support.RoutesFolder;
import io.tollgate.support.Stomp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.Authority;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What docs/routes.md fetches into {@code lib/} is there for {@code ./tollgate}, for the jar, and for a gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibIT {
    private static final Pattern COMMAND = Pattern.compile("(?m)^mvn (dependency:copy-dependencies -Plib .*)$");

    private Path directory;
    private Path lib;
    private Path routes;
    private int ftpPort;

    @BeforeAll
    void fetch(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        this.directory = directory;
        lib = directory.resolve("lib");
        List<String> commands = COMMAND.matcher(Page.read("docs/routes.md").text())
                .results()
                .map((MatchResult command) -> command.group(1))
                .toList();
        assertThat(commands).hasSize(6);
        for (String arguments : commands) {
            Run run = run("mvn", ("-B -q " + arguments).split(" "));
            assertThat(run.exitCode()).as(run.out()).isZero();
        }
        ftpPort = FreePorts.next();
        routes = RoutesFolder.copy(Path.of("routes"), directory.resolve("routes"));
        Files.writeString(routes.resolve("team.camel.yaml"), """
                - route:
                    id: team-ftp
                    description: Keeps each message as a file on another machine
                    from:
                      uri: jms:queue:team.ftp?transacted=true
                      steps:
                        - to: {id: to-ftp, uri: "ftp:127.0.0.1:%d/in", parameters: {username: u, password: p, fileName: kept.json, passiveMode: true}}
                - route:
                    id: team-csv
                    description: Makes a line of a message
                    from:
                      uri: jms:queue:team.csv?transacted=true
                      steps:
                        - setBody: {id: columns, groovy: {expression: "[[body.length(), 'x']]"}}
                        - marshal: {id: as-csv, csv: {}}
                        - convertBodyTo: {id: as-text, type: String}
                        - to: {id: to-lines, uri: "jms:queue:team.lines"}
                - route:
                    id: team-xml
                    description: Makes XML of a message
                    from:
                      uri: jms:queue:team.xml?transacted=true
                      steps:
                        - unmarshal: {id: read, json: {}}
                        - marshal: {id: as-xml, jacksonXml: {}}
                        - convertBodyTo: {id: as-xml-text, type: String}
                        - to: {id: to-xmls, uri: "jms:queue:team.xmls"}
                - route:
                    id: team-amqp
                    description: Hands messages on, elsewhere
                    autoStartup: "false"
                    from:
                      uri: jms:queue:team.amqp?transacted=true
                      steps:
                        - to: {id: to-amqp, uri: "amqp:queue:elsewhere"}
                - route:
                    id: team-quartz
                    description: Says something once a day
                    from:
                      uri: "quartz:daily?cron=0+0+3+*+*+?"
                      steps:
                        - log: {id: say, message: day}
                """.formatted(ftpPort));
    }

    private Run run(String command, String... arguments) throws IOException, InterruptedException {
        return run(Map.of("TOLLGATE_LIB", lib.toString()), command, arguments);
    }

    private Run run(Map<String, String> environment, String command, String... arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        if (!process.waitFor(300, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Run(process.waitFor(), Files.readString(out), "");
    }

    @Test
    void theCheckOfTheCommandAndOfTheJarFindThem() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Run compiled = run("./tollgate", "check", routes.toString());
        Run jar = run(java, "-jar", "target/tollgate.jar", "check", routes.toString());

        assertThat(compiled.out())
                .as("groovy is code, which a reviewer must look at")
                .contains("[script]")
                .endsWith("\nno errors, 1 warning\n");
        assertThat(jar.out()).isEqualTo(compiled.out());
    }

    @Test
    void theRecipeInGroovyPassesItsTests() throws Exception {
        Path folder = RoutesFolder.copy(Path.of("routes"), directory.resolve("groovy"));
        RoutesFolder.copy(Path.of("docs/recipes/groovy"), folder);

        Run check = run("./tollgate", "check", folder.toString());
        Run test = run("./tollgate", "test", folder.toString(), "--only", "groovy");

        assertThat(check.out()).contains("[script]").endsWith("\nno errors, 1 warning\n");
        assertThat(test.exitCode()).as(test.out()).isZero();
        assertThat(test.out()).contains("none fails");
    }

    @Test
    void withoutThemTheMessagesNameTheModules() throws Exception {
        Run run = run(Map.of(), "./tollgate", "check", routes.toString());

        assertThat(run.out())
                .contains(
                        "-Dmodule=camel-ftp",
                        "-Dmodule=camel-groovy",
                        "-Dmodule=camel-csv",
                        "-Dmodule=camel-jacksonxml")
                .contains("-Dmodule=camel-amqp", "-Dmodule=camel-quartz", "6 errors");
    }

    @Test
    void anUncheckedPartOfCamelIsNamedToo() throws Exception {
        Path folder = RoutesFolder.copy(Path.of("routes"), directory.resolve("breaker"));
        Files.writeString(folder.resolve("breaker.camel.yaml"), """
                - route:
                    id: breaker
                    description: Breaks
                    from:
                      uri: jms:queue:team.breaker?transacted=true
                      steps:
                        - circuitBreaker: {id: break, steps: [log: {id: x, message: x}]}
                """);

        assertThat(run("./tollgate", "check", folder.toString()).out())
                .contains(
                        "breaker.camel.yaml:1:3: error: A step of this route needs camel-resilience4j: fetch that into lib/");
    }

    @Test
    void aGatewayRunsThem() throws Exception {
        FtpServer server = ftp();
        GatewayProcess gateway = new GatewayProcess(directory.resolve("gateway"), "--tollgate.routes=" + routes)
                .withClassPath(
                        "target/classes:" + Files.readString(Path.of("target/classpath.txt")) + ":" + lib + "/*");
        Files.createDirectories(directory.resolve("gateway"));
        try {
            gateway.start();
            for (String queue : List.of("team.ftp", "team.csv", "team.xml")) {
                Stomp.send(gateway.stompPort(), queue, Map.of("stripeEventId", "evt_1"), "{\"a\":1}");
            }

            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(directory.resolve("ftp/in/kept.json")));
            assertThat(Queues.next(gateway.brokerUrl(), "team.lines").getBody(String.class))
                    .isEqualToIgnoringNewLines("7,x");
            assertThat(Queues.next(gateway.brokerUrl(), "team.xmls").getBody(String.class))
                    .contains("<a>1</a>");
        } finally {
            gateway.stop();
            server.stop();
        }
    }

    private FtpServer ftp() throws Exception {
        FtpServerFactory factory = new FtpServerFactory();
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(ftpPort);
        factory.addListener("default", listener.createListener());
        BaseUser user = new BaseUser();
        user.setName("u");
        user.setPassword("p");
        user.setHomeDirectory(Files.createDirectories(directory.resolve("ftp")).toString());
        user.setAuthorities(List.<Authority>of(new WritePermission()));
        factory.getUserManager().save(user);
        FtpServer server = factory.createServer();
        server.start();
        return server;
    }
}
