package io.tollgate.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import io.tollgate.access.Role;
import io.tollgate.console.TestConsole;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The document of the API, read by somebody else's parser, and held against what the API does. */
class ApiDocumentTest {
    private static final String PATH = "/api/v1/openapi.json";
    private static final Pattern KNOWN = Pattern.compile("There is no parameter zz: give ([^.]+)\\.");

    private static TestConsole console;
    private static String json;
    private static OpenAPI document;

    @BeforeAll
    static void start() throws Exception {
        console = TestConsole.start();
        HttpResponse<String> answer = console.get(Role.VIEWER, PATH);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        json = answer.body();
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        options.setResolveFully(true);
        SwaggerParseResult read = new OpenAPIV3Parser().readContents(json, null, options);
        assertThat(read.getMessages()).isEmpty();
        document = read.getOpenAPI();
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void isOfOpenApi31AndAllItRefersToIsThere() throws Exception {
        assertThat(document.getOpenapi()).isEqualTo("3.1.0");
        JsonNode tree = new ObjectMapper().readTree(json);
        List<String> references = tree.findValuesAsText("$ref");
        assertThat(references).hasSizeGreaterThan(20);
        assertThat(references)
                .allMatch(reference -> !tree.at(reference.substring(1)).isMissingNode());
    }

    @Test
    void eachOperationSaysWhoMayAskAndHowItIsRefused() {
        Set<String> ids = new TreeSet<>();
        document.getPaths()
                .forEach((path, item) -> item.readOperations().forEach(operation -> {
                    assertThat(operation.getSummary()).as(path).isNotBlank();
                    assertThat(operation.getExtensions().get("x-role")).as(path).isIn("viewer", "operator", "admin");
                    assertThat(operation.getSecurity()).as(path).hasSize(1);
                    assertThat(operation.getResponses()).as(path).containsKeys("400", "401", "403", "503");
                    operation.getResponses().forEach((status, response) -> {
                        if (status.startsWith("4") || status.startsWith("5")) {
                            assertThat(response.getContent()).as(path).containsOnlyKeys("application/problem+json");
                        }
                    });
                    assertThat(ids.add(operation.getOperationId()))
                            .as(operation.getOperationId())
                            .isTrue();
                }));
    }

    @Test
    void knowsRolesBodiesAndTheIdempotencyKey() {
        Operation replay = document.getPaths().get("/api/v1/replays").getPost();
        assertThat(replay.getExtensions()).containsEntry("x-role", "operator");
        assertThat(replay.getParameters())
                .anyMatch(parameter -> parameter.getIn().equals("header")
                        && parameter.getName().equals("Idempotency-Key"));
        assertThat(json).contains("\"ReplayRequest\":", "\"dryRun\":");
        assertThat(document.getPaths().get("/api/v1/tokens").getPost().getResponses())
                .containsKey("201");
        assertThat(document.getPaths().get("/api/v1/tokens/{name}").getDelete().getResponses())
                .containsKey("204");
        assertThat(document.getPaths().get("/api/v1/audit.csv").getGet().getExtensions())
                .containsEntry("x-role", "admin");
    }

    @Test
    void hasTheParametersOfEachPathAndNoOther() {
        document.getPaths()
                .forEach((path, item) -> item.readOperations().forEach(operation -> {
                    Set<String> named = Pattern.compile("\\{(\\w+)}")
                            .matcher(path)
                            .results()
                            .map(name -> name.group(1))
                            .collect(Collectors.toCollection(TreeSet::new));
                    assertThat(names(operation, "path")).as(path).isEqualTo(named);
                }));
    }

    @Test
    void whatIsAnsweredIsAsTheDocumentSays() throws Exception {
        console.jdbc().update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, received_at, due_at, settled_at, status, attempts, payload)
                VALUES ('evt_1', 'invoice.paid', 'default', now(), now(), now(), 'DEAD', 22, '{}')""");
        console.jdbc().update("""
                INSERT INTO tollgate.attempt (event_id, number, started_at, ms, destinations, error)
                VALUES ('evt_1', 1, now(), 1, '{}', 'x')""");
        assertThat(console.send(Role.OPERATOR, "PUT", "/api/v1/pauses/invoice.paid", "")
                        .statusCode())
                .isEqualTo(200);
        JsonNode tree = new ObjectMapper().readTree(json);
        int held = 0;
        for (String path : document.getPaths().keySet()) {
            Operation get = document.getPaths().get(path).getGet();
            JsonNode schema = tree.at(
                    "/paths/" + path.replace("/", "~1") + "/get/responses/200/content/application~1json/schema");
            if (get == null || schema.isMissingNode()) {
                continue;
            }
            HttpResponse<String> answer =
                    console.get(Role.ADMIN, path.replace("{id}", "evt_1").replaceAll("\\{\\w+}", "folder"));
            if (answer.statusCode() == 200) {
                assertThat(complaints(schema, tree, answer.body()))
                        .as(path + ": " + answer.body())
                        .isEmpty();
                held++;
            }
        }
        assertThat(held).isGreaterThan(14);
    }

    private static Set<ValidationMessage> complaints(JsonNode schema, JsonNode tree, String answer) throws Exception {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", tree.path("components"));
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(whole)
                .validate(new ObjectMapper().readTree(answer));
    }

    /** What is not known is refused with the names of what is. */
    @Test
    void hasTheParametersThatEachPathTakes() throws Exception {
        int held = 0;
        for (String path : document.getPaths().keySet()) {
            for (HttpMethod verb :
                    document.getPaths().get(path).readOperationsMap().keySet()) {
                Matcher known = KNOWN.matcher(ask(verb, path));
                if (known.find()) {
                    Set<String> names = Arrays.stream(known.group(1).split(", "))
                            .filter(name -> !name.equals("none"))
                            .collect(Collectors.toCollection(TreeSet::new));
                    assertThat(names(
                                    document.getPaths()
                                            .get(path)
                                            .readOperationsMap()
                                            .get(verb),
                                    "query"))
                            .as(verb + " " + path)
                            .isEqualTo(names);
                    held++;
                }
            }
        }
        assertThat(held).isGreaterThan(12);
    }

    private static String ask(HttpMethod verb, String path) throws Exception {
        return console.send(
                        Role.ADMIN,
                        verb.name(),
                        path.replace("{id}", "1")
                                        .replace("{type}", "invoice.paid")
                                        .replaceAll("\\{\\w+}", "folder") + "?zz=1",
                        verb == HttpMethod.GET ? "" : "{}")
                .body();
    }

    private static Set<String> names(Operation operation, String in) {
        return operation.getParameters() == null
                ? Set.of()
                : operation.getParameters().stream()
                        .filter(parameter -> parameter.getIn().equals(in))
                        .map(Parameter::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void isNotOnThePortOfStripe() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.publicPort() + PATH))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(404);
    }
}
