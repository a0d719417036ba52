package io.tollgate;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.Temporal;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the packages may know of each other, and what nobody may call. */
@AnalyzeClasses(packages = "io.tollgate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.tollgate.";
    private static final Pattern SQL_ON_THE_INBOX =
            Pattern.compile("(?i)\\b(FROM|INTO|UPDATE|JOIN|TABLE)\\s+(tollgate\\.)?(inbox|attempt)\\b");

    @ArchTest
    static final ArchRule PACKAGES_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("webhook")
            .definedBy(ROOT + "webhook..")
            .layer("warmup")
            .definedBy(ROOT + "warmup..")
            .layer("inbox")
            .definedBy(ROOT + "inbox..")
            .layer("relay")
            .definedBy(ROOT + "relay..")
            .layer("deadletter")
            .definedBy(ROOT + "deadletter..")
            .layer("hydrate")
            .definedBy(ROOT + "hydrate..")
            .layer("operations")
            .definedBy(ROOT + "operations..")
            .layer("audit")
            .definedBy(ROOT + "audit..")
            .layer("access")
            .definedBy(ROOT + "access..")
            .layer("forget")
            .definedBy(ROOT + "forget..")
            .layer("alerts")
            .definedBy(ROOT + "alerts..")
            .optionalLayer("routing")
            .definedBy(ROOT + "routing..")
            .optionalLayer("stripe")
            .definedBy(ROOT + "stripe..")
            .optionalLayer("console")
            .definedBy(ROOT + "console..")
            .optionalLayer("cli")
            .definedBy(ROOT + "cli..")
            .optionalLayer("embedded")
            .definedBy(ROOT + "embedded..")
            .whereLayer("webhook")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("warmup")
            .mayOnlyBeAccessedByLayers("webhook")
            .whereLayer("inbox")
            .mayOnlyBeAccessedByLayers(
                    "webhook", "relay", "routing", "stripe", "alerts", "operations", "forget", "console", "cli")
            .whereLayer("relay")
            .mayOnlyBeAccessedByLayers("routing", "operations", "cli")
            .whereLayer("hydrate")
            .mayOnlyBeAccessedByLayers("routing", "stripe")
            .whereLayer("operations")
            .mayOnlyBeAccessedByLayers("console", "cli")
            .whereLayer("forget")
            .mayOnlyBeAccessedByLayers("operations", "console", "cli")
            .whereLayer("audit")
            .mayOnlyBeAccessedByLayers("console", "cli")
            .whereLayer("access")
            .mayOnlyBeAccessedByLayers("console", "cli")
            .whereLayer("alerts")
            .mayOnlyBeAccessedByLayers("operations", "console", "cli")
            .whereLayer("deadletter")
            .mayOnlyBeAccessedByLayers("routing", "operations", "forget", "console", "cli")
            .whereLayer("routing")
            .mayOnlyBeAccessedByLayers("operations", "console", "cli")
            .whereLayer("stripe")
            .mayOnlyBeAccessedByLayers("operations", "console", "cli")
            .whereLayer("console")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("embedded")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .because(
                    "the design draws warmup ← webhook → inbox ← relay ← routing, stripe → inbox, console → {inbox, routing}");

    /** Root first: what all routes are; what is below knows nothing of it, but for the reload, which puts all together. */
    @ArchTest
    static final ArchRule ROOMS_OF_ROUTING = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("reload")
            .definedBy(ROOT + "routing.reload..")
            .layer("flowtest")
            .definedBy(ROOT + "routing.flowtest..")
            .layer("starter")
            .definedBy(ROOT + "routing.starter..")
            .layer("preview")
            .definedBy(ROOT + "routing.preview..")
            .layer("format")
            .definedBy(ROOT + "routing.format..")
            .layer("rehearsal")
            .definedBy(ROOT + "routing.rehearsal..")
            .layer("runtime")
            .definedBy(ROOT + "routing")
            .layer("mail")
            .definedBy(ROOT + "routing.mail..")
            .layer("sql")
            .definedBy(ROOT + "routing.sql..")
            .layer("check")
            .definedBy(ROOT + "routing.check..")
            .layer("queue")
            .definedBy(ROOT + "routing.queue..")
            .layer("drift")
            .definedBy(ROOT + "routing.drift..")
            .layer("diagram")
            .definedBy(ROOT + "routing.diagram..")
            .whereLayer("reload")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("flowtest")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("starter")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("preview")
            .mayOnlyBeAccessedByLayers("reload")
            .whereLayer("format")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("rehearsal")
            .mayOnlyBeAccessedByLayers("reload", "flowtest", "preview")
            .whereLayer("runtime")
            .mayOnlyBeAccessedByLayers("reload", "rehearsal", "flowtest")
            .whereLayer("mail")
            .mayOnlyBeAccessedByLayers("runtime", "check", "reload")
            .whereLayer("sql")
            .mayOnlyBeAccessedByLayers("rehearsal", "reload")
            .whereLayer("check")
            .mayOnlyBeAccessedByLayers(
                    "runtime", "sql", "rehearsal", "flowtest", "format", "preview", "reload", "drift")
            .whereLayer("drift")
            .mayOnlyBeAccessedByLayers("runtime")
            .whereLayer("diagram")
            .mayOnlyBeAccessedByLayers("runtime")
            .whereLayer("queue")
            .mayOnlyBeAccessedByLayers("runtime", "check", "mail", "rehearsal", "reload")
            .because("what checks, what runs and what replaces routes are rooms of their own");

    @ArchTest
    static final ArchRule ONE_READER_OF_JSON = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("tools.jackson..")
            .because("the flows read JSON with Jackson 2, and no event may be let in that they cannot read");

    @ArchTest
    static final ArchRule INBOX_AND_RELAY_KNOW_NO_CAMEL = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "inbox..", ROOT + "relay..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..")
            .because("durability must not hang on the routing engine");

    @ArchTest
    static final ArchRule INBOX_KNOWS_NO_HTTP_AND_NO_JMS = noClasses()
            .that()
            .resideInAPackage(ROOT + "inbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.servlet..", "jakarta.jms..", "org.springframework.web..")
            .because("the inbox is durable truth and nothing else");

    @ArchTest
    static final ArchRule DEAD_LETTERS_ARE_PLAIN_JMS = classes()
            .that()
            .resideInAPackage(ROOT + "deadletter..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "jakarta.jms..", ROOT + "deadletter..", ROOT + "text..")
            .because("they are to be had from any broker");

    @ArchTest
    static final ArchRule HYDRATE_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage(ROOT + "hydrate..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.tollgate..").and(not(resideInAPackage(ROOT + "hydrate.."))))
            .because("it is what routing and stripe know of each other");

    @ArchTest
    static final ArchRule TRACE_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage(ROOT + "trace..")
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + "*..").and(not(resideInAPackage(ROOT + "trace.."))))
            .because("all others may note where an event is");

    @ArchTest
    static final ArchRule ONLY_TRACE_KNOWS_OPENTELEMETRY = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "trace..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..")
            .because("none of it is loaded while traces are off");

    @ArchTest
    static final ArchRule THE_EDGE_SPEAKS_NO_SQL_AND_NO_JMS = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "webhook..", ROOT + "console..", ROOT + "stripe..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..", "jakarta.jms..")
            .because("they ask the inbox");

    @ArchTest
    static final ArchRule EVERY_EVENT_IS_VERIFIED = noClasses()
            .should()
            .callMethodWhere(target(owner(nameMatching("com\\.stripe\\..*")))
                    .and(target(nameMatching(
                            "constructEventWithoutVerification|parseEventNotificationWithoutVerification"))))
            .because("only a signed event is one of Stripe's");

    @ArchTest
    static final ArchRule TIME_COMES_FROM_THE_CLOCK_BEAN = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "cli..")
            .and()
            .doNotHaveFullyQualifiedName(ROOT + "inbox.OperatorConfiguration")
            .should()
            .callMethodWhere(target(owner(assignableTo(Temporal.class))).and(target(nameMatching("now"))))
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callConstructor(Date.class)
            .orShould()
            .callMethodWhere(target(owner(assignableTo(Clock.class))).and(target(nameMatching("system.*|tick.*"))))
            .because("a test moves the clock by hand");

    @Test
    void onlyTheInboxHasSqlOnItsTables() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            List<Path> offenders = sources.filter(source -> source.toString().endsWith(".java"))
                    .filter(source -> !source.startsWith("src/main/java/io/tollgate/inbox"))
                    .filter(source -> SQL_ON_THE_INBOX.matcher(read(source)).find())
                    .toList();
            assertThat(offenders)
                    .as("SQL on the inbox outside of package inbox")
                    .isEmpty();
        }
        assertThat(SQL_ON_THE_INBOX
                        .matcher(read(Path.of("src/main/java/io/tollgate/inbox/Claims.java")))
                        .find())
                .isTrue();
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
