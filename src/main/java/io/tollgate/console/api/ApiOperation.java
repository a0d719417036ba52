package io.tollgate.console.api;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.PathParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.tollgate.access.Role;
import io.tollgate.console.access.For;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.method.HandlerMethod;

/** A method of a controller, in the document of the API. */
final class ApiOperation {
    static final String TOKEN = "token";
    private static final Pattern NAME = Pattern.compile("\\{([a-z]\\w*)(:\\\\d)?");
    /** Which any request may be answered: not understood, nobody, another role, too much at once or the database away. */
    private static final int[] ALWAYS = {400, 401, 403, 503};

    private final HandlerMethod method;
    private final String pattern;
    private final Schemas schemas;
    private final Described described;

    ApiOperation(HandlerMethod method, String pattern, Schemas schemas) {
        this.method = method;
        this.pattern = pattern;
        this.schemas = schemas;
        this.described = method.getMethodAnnotation(Described.class);
    }

    Operation operation() {
        Role role = method.getMethodAnnotation(For.class).value();
        Operation operation = new Operation()
                .operationId(method.getBeanType().getSimpleName().replace("Api", "") + "."
                        + method.getMethod().getName())
                .summary(described.value())
                .addSecurityItem(new SecurityRequirement().addList(TOKEN))
                .responses(responses());
        operation.addExtension("x-role", role.name().toLowerCase(Locale.ROOT));
        addParameters(operation);
        if (described.body() != Void.class) {
            operation.requestBody(new RequestBody()
                    .required(true)
                    .content(content(
                            org.springframework.http.MediaType.APPLICATION_JSON_VALUE, schemas.of(described.body()))));
        }
        return operation;
    }

    private void addParameters(Operation operation) {
        Matcher name = NAME.matcher(pattern);
        while (name.find()) {
            operation.addParametersItem(new PathParameter()
                    .name(name.group(1))
                    .schema(new JsonSchema().typesItem(name.group(2) == null ? "string" : "integer")));
        }
        for (String said : described.query()) {
            operation.addParametersItem(QueryWords.parameter(said));
        }
        if (described.key()) {
            operation.addParametersItem(new HeaderParameter()
                    .name("Idempotency-Key")
                    .description(
                            "1 to 255 visible ASCII characters, a new one for each request that is meant to be another;"
                                    + " needed unless it is a dry run. For a day the same key has the same answer, and nothing is done twice.")
                    .schema(new JsonSchema().typesItem("string")));
        }
    }

    private ApiResponses responses() {
        ResponseStatus status = method.getMethodAnnotation(ResponseStatus.class);
        int good = status == null ? described.status() : status.code().value();
        ApiResponses responses = new ApiResponses().addApiResponse(Integer.toString(good), good(good));
        new TreeSet<>(IntStream.concat(IntStream.of(ALWAYS), IntStream.of(described.errors()))
                        .boxed()
                        .toList())
                .forEach(error -> responses.addApiResponse(Integer.toString(error), problem(error)));
        return responses;
    }

    private ApiResponse good(int status) {
        ApiResponse response =
                new ApiResponse().description(HttpStatus.valueOf(status).getReasonPhrase());
        boolean isJson = described.media().equals(org.springframework.http.MediaType.APPLICATION_JSON_VALUE);
        Type type = described.answer() != Void.class ? described.answer() : answer();
        if (!isJson) {
            return response.content(content(described.media(), new JsonSchema()));
        }
        return type == void.class ? response : response.content(content(described.media(), schemas.of(type)));
    }

    private Type answer() {
        Type type = method.getMethod().getGenericReturnType();
        return type instanceof ParameterizedType of && of.getRawType() == ResponseEntity.class
                ? of.getActualTypeArguments()[0]
                : type;
    }

    private static ApiResponse problem(int status) {
        return new ApiResponse()
                .description(HttpStatus.valueOf(status).getReasonPhrase())
                .content(content(
                        org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                        new JsonSchema().$ref("#/components/schemas/" + Schemas.PROBLEM)));
    }

    private static Content content(String media, Schema<?> schema) {
        return new Content().addMediaType(media, new MediaType().schema(schema));
    }
}
