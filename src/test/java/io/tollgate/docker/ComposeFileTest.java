package io.tollgate.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Holds the compose file against the files it names, as there may be no Docker engine to try it on. */
class ComposeFileTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(:[-?][^}]*)?}");

    private final String text = Files.readString(Path.of("docker-compose.yml"));
    private final Map<String, Object> compose = map(new Yaml().load(text));
    private final Map<String, Object> services = map(compose.get("services"));

    ComposeFileTest() throws IOException {}

    @Test
    void waitsForEverythingTheGatewayNeedsToBeHealthy() {
        Map<String, Object> needed = map(map(services.get("tollgate")).get("depends_on"));
        assertThat(needed.keySet()).containsExactlyInAnyOrder("postgres", "activemq", "mailpit");
        needed.forEach((service, condition) -> {
            assertThat(map(condition)).containsEntry("condition", "service_healthy");
            assertThat(map(services.get(service))).containsKey("healthcheck");
        });
    }

    @Test
    void opensNothingButTheGatewayToTheNetwork() {
        services.forEach((name, service) -> {
            for (Object port : list(map(service).get("ports"))) {
                assertThat(port.toString().startsWith("127.0.0.1:")).as(name).isNotEqualTo(name.equals("tollgate"));
            }
        });
    }

    @Test
    void keepsDataInNamedVolumesAndMountsFilesThatExist() {
        Set<String> named = map(compose.get("volumes")).keySet();
        for (Object service : services.values()) {
            for (Object volume : list(map(service).get("volumes"))) {
                String source = volume.toString().split(":")[0];
                if (source.startsWith("./")) {
                    assertThat(volume.toString()).endsWith(":ro");
                } else {
                    assertThat(named).contains(source);
                }
            }
        }
        assertThat(Path.of("docker/activemq/activemq.xml")).isRegularFile();
        assertThat(Path.of("docker/activemq/answers")).isExecutable();
    }

    @Test
    void theExampleNamesEveryVariableAndNoSecret() throws IOException {
        Properties example = new Properties();
        try (var file = Files.newBufferedReader(Path.of(".env.example"))) {
            example.load(file);
        }
        Set<String> variables = new TreeSet<>();
        for (Matcher found = VARIABLE.matcher(text); found.find(); ) {
            variables.add(found.group(1));
        }
        assertThat(example.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(variables);
        assertThat(List.of(
                        "STRIPE_WEBHOOK_SECRET",
                        "POSTGRES_PASSWORD",
                        "POSTGRES_ADMIN_PASSWORD",
                        "BROKER_PASSWORD",
                        "CONSUMER_PASSWORD"))
                .allSatisfy(name -> {
                    assertThat(example.getProperty(name)).isEmpty();
                    assertThat(text).contains("${" + name + ":?Set " + name);
                });
    }

    @Test
    void boundsEachServiceAndLetsItWriteNothingButItsData() {
        services.forEach((name, service) -> {
            assertThat(map(service)).as(name).containsKeys("mem_limit", "pids_limit", "tmpfs");
            assertThat(map(service)).as(name).containsEntry("read_only", true);
            assertThat(list(map(service).get("security_opt"))).as(name).contains("no-new-privileges:true");
        });
    }

    /** The gateway's own port for operators stays inside of its container, where the health check of the image asks it. */
    @Test
    void publishesNoPortForOperators() throws IOException {
        assertThat(services.values())
                .allSatisfy(service ->
                        assertThat(list(map(service).get("ports")).toString()).doesNotContain("8081"));
        assertThat(map(map(services.get("tollgate")).get("environment")))
                .doesNotContainKey("MANAGEMENT_SERVER_ADDRESS");
        assertThat(Files.readString(Path.of("Dockerfile"))).contains("http://127.0.0.1:8081/actuator/health/readiness");
    }

    @Test
    void theGatewayIsNoSuperuser() {
        Map<String, Object> postgres = map(map(services.get("postgres")).get("environment"));
        Map<String, Object> gateway = map(map(services.get("tollgate")).get("environment"));
        assertThat(postgres).doesNotContainKey("POSTGRES_USER");
        assertThat(gateway)
                .containsEntry("SPRING_DATASOURCE_USERNAME", "tollgate")
                .containsEntry("SPRING_DATASOURCE_PASSWORD", postgres.get("TOLLGATE_PASSWORD"));
        assertThat(list(map(services.get("postgres")).get("volumes")))
                .contains("./docker/postgres:/docker-entrypoint-initdb.d:ro");
    }

    @Test
    void startsNothingEmbedded() throws IOException {
        assertThat(text).doesNotContain("embedded");
        assertThat(Files.readString(Path.of("Dockerfile"))).doesNotContain("embedded");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    private static List<Object> list(Object node) {
        return node == null ? List.of() : new ArrayList<>((List<?>) node);
    }
}
