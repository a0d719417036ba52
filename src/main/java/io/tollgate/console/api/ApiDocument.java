package io.tollgate.console.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/** The API as a document of OpenAPI 3.1, of the methods that answer it. */
final class ApiDocument {
    private static final String PREFIX = "/api/";

    private ApiDocument() {}

    /** @param methods of all controllers; those of other paths are left out */
    static byte[] of(Map<RequestMappingInfo, HandlerMethod> methods) {
        Schemas schemas = new Schemas();
        Map<String, PathItem> paths = new TreeMap<>();
        methods.forEach((info, method) -> info.getPatternValues().stream()
                .filter(pattern -> pattern.startsWith(PREFIX))
                .forEach(pattern -> info.getMethodsCondition()
                        .getMethods()
                        .forEach(verb -> paths.computeIfAbsent(path(pattern), path -> new PathItem())
                                .operation(
                                        HttpMethod.valueOf(verb.name()),
                                        new ApiOperation(method, pattern, schemas).operation()))));
        return json(document(paths, schemas));
    }

    private static OpenAPI document(Map<String, PathItem> paths, Schemas schemas) {
        Components components = new Components()
                .addSecuritySchemes(
                        ApiOperation.TOKEN,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("As ./tollgate token create makes it."));
        schemas.all().forEach(components::addSchemas);
        Paths all = new Paths();
        paths.forEach(all::addPathItem);
        return new OpenAPI(SpecVersion.V31)
                .openapi("3.1.0")
                .info(new Info()
                        .title("Tollgate, operators' API")
                        .version("1")
                        .description("What is asked in vain is answered as application/problem+json (RFC 9457)."
                                + " x-role is the least role that may ask."))
                .components(components)
                .paths(all);
    }

    /** Without what a name has to look like. */
    static String path(String pattern) {
        return pattern.replaceAll("\\{(\\w+):(?:[^{}]|\\{[^{}]*})*}", "{$1}");
    }

    private static byte[] json(OpenAPI document) {
        try {
            return Json31.mapper().writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
