package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.console.access.For;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What can be asked here? Made once, when it is asked for first. */
@RestController
class ApiDocumentApi {
    private static final String OURS = "io.tollgate.";

    private final ApplicationContext context;
    private volatile byte[] document;

    ApiDocumentApi(ApplicationContext context) {
        this.context = context;
    }

    @GetMapping("/api/v1/openapi.json")
    @Described(value = "This document, of OpenAPI 3.1", answer = Object.class)
    @For(Role.VIEWER)
    ResponseEntity<byte[]> document() {
        byte[] made = document;
        if (made == null) {
            made = ApiDocument.of(methods());
            document = made;
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(made);
    }

    private Map<RequestMappingInfo, HandlerMethod> methods() {
        Map<RequestMappingInfo, HandlerMethod> all = new LinkedHashMap<>();
        context.getBeansOfType(RequestMappingHandlerMapping.class)
                .values()
                .forEach(mapping -> all.putAll(mapping.getHandlerMethods()));
        all.values().removeIf(method -> !method.getBeanType().getName().startsWith(OURS));
        return all;
    }
}
