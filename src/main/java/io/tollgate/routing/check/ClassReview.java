package io.tollgate.routing.check;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.util.StringHelper;

/** What names a class, or comes to one by way of the objects that a flow sees. Plain values and exceptions do no harm. */
final class ClassReview implements TextCheck {
    private static final Pattern NAME = Pattern.compile("(?:[A-Za-z_]\\w*\\.)+[A-Z]\\w*(?:\\$\\w+)*");
    /** In simple: what gives a class, or Camel itself. */
    private static final Pattern FUNCTION =
            Pattern.compile("\\$(simple)?\\{\\s*(type:|bean:\\s*type:|bodyType\\b|camelContext\\b|exchange\\b)");
    /** Of an object that a flow sees; a header may be named so. */
    private static final Pattern MEMBER =
            Pattern.compile("(?<!\\bheaders?)(?<!\\bvariables?)(?<!\\bexchangeProperty)\\??\\."
                    + "(?i:getClass|class|(get)?classLoader|(get)?exchange|(get)?camelContext|getContext)\\b");

    private static final Pattern METHOD = Pattern.compile("(?:^|\\bmethod=)\\s*(?i:getClass|class)\\b");

    /** Named like a class, without being one. */
    private static final Set<String> LOGGERS = Set.of("logName", "loggerName");

    private static final Set<String> HARMLESS_PACKAGES =
            Set.of("java.time", "java.math", "java.util.concurrent.atomic", "org.apache.camel.processor.aggregate");
    private static final Pattern HARMLESS = Pattern.compile(
            "java\\.lang\\.(Object|String|CharSequence|Boolean|Byte|Short"
                    + "|Integer|Long|Float|Double|Character|Number|Math)|java\\.util\\.(UUID|Date|Optional|Collection|List|Set|Map"
                    + "|ArrayList|LinkedList|HashMap|HashSet|LinkedHashMap|LinkedHashSet|TreeMap|TreeSet|Base64)"
                    + "|java\\.io\\.InputStream|java\\.nio\\.ByteBuffer|com\\.fasterxml\\.jackson\\.databind\\.JsonNode");

    private final ClassResolver classes;
    private final Findings findings;

    ClassReview(ClassResolver classes, Findings findings) {
        this.classes = classes;
        this.findings = findings;
    }

    @Override
    public void check(ReviewedText text) {
        Stream<String> readings = LOGGERS.contains(text.key()) ? Stream.empty() : text.readings();
        readings.flatMap(this::named)
                .distinct()
                .forEach(name -> findings.add(
                        Rule.JAVA_CLASS,
                        text.place(),
                        "This names the class " + name
                                + ", whose code can do whatever the gateway can; say it in YAML, or name a"
                                + " bean of the gateway"));
        boolean calls = text.filled().functions().contains("bean");
        if (calls || text.readings().anyMatch(reading -> reaches(text, reading))) {
            findings.add(
                    Rule.JAVA_CLASS,
                    text.place(),
                    "This comes from the message to Java's classes or to Camel itself, and from there to everything; name"
                            + " body, headers and variables only");
        }
    }

    private static boolean reaches(ReviewedText text, String reading) {
        int simple = Math.max(reading.indexOf("${"), reading.indexOf("$simple{"));
        return FUNCTION.matcher(reading).find()
                || simple >= 0
                        && MEMBER.matcher(reading.substring(reading.indexOf('$')))
                                .find()
                || (text.keys().contains("method") || reading.contains("method="))
                        && METHOD.matcher(reading).find();
    }

    /** Of what looks like a name, the classes that are there; one that is not is a finding of who builds the route. */
    private Stream<String> named(String text) {
        Stream<String> candidates = NAME.matcher(text).results().map(result -> result.group());
        // Camel leaves out of a name what cannot be in one: java.lang.Run!time
        String normal = StringHelper.normalizeClassName(text);
        return Stream.concat(candidates, normal.equals(text) ? Stream.empty() : hidden(normal))
                .map(this::there)
                .flatMap(Optional::stream);
    }

    private static Stream<String> hidden(String text) {
        Matcher name = NAME.matcher(text);
        return name.results()
                .map(result -> result.group())
                .flatMap(found -> Stream.iterate(found, part -> part.indexOf('.') > 0, part -> part.substring(1)));
    }

    /** The class, or the one in which a field or another class is named. */
    private Optional<String> there(String name) {
        for (String part = name; part.contains("."); part = part.substring(0, part.lastIndexOf('.'))) {
            Class<?> type = classes.resolveClass(part);
            if (type != null) {
                return isHarmless(type) ? Optional.empty() : Optional.of(type.getName());
            }
        }
        return Optional.empty();
    }

    private static boolean isHarmless(Class<?> type) {
        return Throwable.class.isAssignableFrom(type)
                || HARMLESS_PACKAGES.contains(type.getPackageName())
                || HARMLESS.matcher(type.getName()).matches();
    }
}
