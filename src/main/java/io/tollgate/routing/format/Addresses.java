package io.tollgate.routing.format;

import io.tollgate.routing.format.Mapping.Pair;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.RuntimeCamelCatalog;
import org.apache.camel.dsl.yaml.common.YamlSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.URISupport;

/** The addresses of endpoints: {@code sql:…?noop=true} in one text, or as {@code sql} with parameters. */
final class Addresses {
    private final CamelContext context;
    private final RuntimeCamelCatalog catalog;

    /** @param context knows the components by the class path; nothing is looked up in it */
    Addresses(CamelContext context) {
        this.context = context;
        this.catalog = PluginHelper.getRuntimeCamelCatalog(context);
    }

    /** Makes parameters of all that follows the component's name, if Camel makes the same address of them. */
    void split(Mapping step) {
        Pair uri = step.pair("uri").orElse(null);
        if (uri == null
                || !(uri.value() instanceof Scalar address)
                || !address.value().contains(":")
                || hasOptionsInside(address.value())) {
            return;
        }
        Map<String, Scalar> given = parameters(step);
        if (given == null) {
            return;
        }
        try {
            Map<String, Scalar> all = read(address.value());
            if (given.keySet().stream().anyMatch(all::containsKey)) {
                return;
            }
            all.putAll(given);
            String scheme = scheme(address.value());
            if (isSame(built(address.value(), given), built(scheme, all))) {
                put(step, uri.with(address.with(scheme)), all);
            }
        } catch (URISyntaxException | RuntimeException e) {
            // Camel cannot split this one, so it stays as it is
            return;
        }
    }

    /** Whether a {@code ?} or {@code &} of it belongs to what is filled in, such as <code>${variable.event?.[account]}</code>. */
    private static boolean hasOptionsInside(String address) {
        int depth = 0;
        for (char character : address.toCharArray()) {
            depth += character == '{' ? 1 : character == '}' ? -1 : 0;
            if (depth > 0 && (character == '?' || character == '&')) {
                return true;
            }
        }
        return false;
    }

    private static String scheme(String address) {
        return address.substring(0, address.indexOf(':'));
    }

    /** Null when one of them is no text. */
    private static Map<String, Scalar> parameters(Mapping step) {
        Map<String, Scalar> given = new LinkedHashMap<>();
        if (step.value("parameters").orElse(new Mapping(List.of(), new Remarks())) instanceof Mapping parameters) {
            for (Pair pair : parameters.pairs()) {
                if (!(pair.value() instanceof Scalar scalar)) {
                    return null;
                }
                given.put(pair.name(), scalar);
            }
            return given;
        }
        return null;
    }

    /** First those of its path, then the others, as they stand there. */
    private Map<String, Scalar> read(String address) throws URISyntaxException {
        Map<String, String> read = catalog.endpointProperties(address);
        int query = address.indexOf('?');
        List<String> names = new ArrayList<>(read.keySet());
        names.sort(Comparator.comparingInt(name -> query < 0 ? -1 : address.indexOf(name + "=", query)));
        Map<String, Scalar> parameters = new LinkedHashMap<>();
        names.forEach(name -> parameters.put(name, Scalar.plain(read.get(name))));
        return parameters;
    }

    private String built(String uri, Map<String, Scalar> parameters) {
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.forEach((name, value) -> values.put(name, value.value()));
        return YamlSupport.createEndpointUri(context, null, uri, values);
    }

    /** Whether Camel makes the same endpoint of both. */
    static boolean isSame(String address, String other) {
        try {
            return address.equals(other) || URISupport.normalizeUri(address).equals(URISupport.normalizeUri(other));
        } catch (URISyntaxException | RuntimeException e) {
            return false;
        }
    }

    private static void put(Mapping step, Pair uri, Map<String, Scalar> all) {
        List<Pair> pairs = new ArrayList<>();
        Pair before =
                step.pair("parameters").orElse(Pair.of("parameters", new Mapping(new ArrayList<>(), new Remarks())));
        Map<String, Pair> known = new LinkedHashMap<>();
        ((Mapping) before.value()).pairs().forEach(pair -> known.put(pair.name(), pair));
        all.forEach((name, value) -> pairs.add(known.getOrDefault(name, Pair.of(name, value))));
        step.pairs().remove(step.pair("uri").orElseThrow());
        step.pairs().remove(before);
        step.pairs().add(uri);
        if (!pairs.isEmpty()) {
            step.pairs().add(before.with(new Mapping(pairs, before.value().remarks())));
        }
    }
}
