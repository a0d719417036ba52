package io.tollgate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Compares the table of settings in docs/configuration.md with the records that read them. */
class DocumentedSettingsTest {
    /** {@code | `name` | `ENVIRONMENT_NAME` | default | meaning |} */
    private static final Pattern ROW = Pattern.compile("\\| `(tollgate\\.[^`]+)` \\| `?([^|`]*)`? \\| ([^|]*) \\|.+");
    /** Read by the routes and by the embedded profile as placeholders, or by what starts the JVM; not by a record. */
    private static final Set<String> PLACEHOLDERS = Set.of(
            "tollgate.data",
            "tollgate.routes",
            "tollgate.routes.reload",
            "tollgate.routes.strict",
            "tollgate.routes.rehearse",
            "tollgate.check.untested",
            "tollgate.lib",
            "tollgate.mail.host",
            "tollgate.mail.port",
            "tollgate.mail.<name>",
            "tollgate.mail.from",
            "tollgate.mail.finance");

    private final Map<String, String> documentedDefaults = new TreeMap<>();
    private final Map<String, String> documentedVariables = new TreeMap<>();
    private final Map<String, String> defaults = new TreeMap<>();

    DocumentedSettingsTest() throws ClassNotFoundException {
        Matcher row = ROW.matcher(Page.read("docs/configuration.md").text());
        while (row.find()) {
            documentedVariables.put(row.group(1), row.group(2).strip());
            documentedDefaults.put(row.group(1), row.group(3).replace("`", "").strip());
        }
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        for (var found : scanner.findCandidateComponents("io.tollgate")) {
            Class<?> record = Class.forName(found.getBeanClassName());
            collect(record.getAnnotation(ConfigurationProperties.class).value(), record);
        }
    }

    @Test
    void theTableHoldsEverySettingAndNoOther() {
        Set<String> expected = new TreeSet<>(defaults.keySet());
        expected.addAll(PLACEHOLDERS);

        assertThat(documentedDefaults.keySet()).isEqualTo(expected);
    }

    @Test
    void theTableNamesTheDefaults() {
        assertThat(defaults).containsEntry("tollgate.relay.lease", "60s");
        defaults.forEach((setting, value) -> {
            if (value != null) {
                assertThat(documentedDefaults.get(setting)).as(setting).isEqualTo(value);
            }
        });
    }

    @Test
    void theTableNamesTheEnvironmentVariables() {
        documentedVariables.forEach((setting, variable) -> assertThat(variable)
                .as(setting)
                .isEqualTo(setting.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_')));
    }

    private void collect(String prefix, Class<?> record) {
        for (RecordComponent component : record.getRecordComponents()) {
            String name = prefix + "." + dashed(component.getName());
            Class<?> type = component.getType();
            if (Map.class.isAssignableFrom(type)) {
                Class<?> each = valueType(component.getGenericType());
                if (each.isRecord()) {
                    collect(name + ".<name>", each);
                } else {
                    defaults.put(name + ".<name>", null);
                }
            } else if (type.isRecord()) {
                collect(name, type);
            } else {
                defaults.put(name, defaultOf(record, component));
            }
        }
    }

    private static Class<?> valueType(Type map) {
        return (Class<?>) ((ParameterizedType) map).getActualTypeArguments()[1];
    }

    /** The annotation is on the constructor's parameter. Null without one. */
    private static String defaultOf(Class<?> record, RecordComponent component) {
        for (var parameter : record.getDeclaredConstructors()[0].getParameters()) {
            DefaultValue value = parameter.getAnnotation(DefaultValue.class);
            if (parameter.getName().equals(component.getName()) && value != null && value.value().length > 0) {
                return String.join(",", value.value());
            }
        }
        return null;
    }

    private static String dashed(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
