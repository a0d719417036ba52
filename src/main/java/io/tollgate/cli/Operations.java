package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.access.AccessConfiguration;
import io.tollgate.access.ApiTokens;
import io.tollgate.access.PersonalDataConfiguration;
import io.tollgate.alerts.AlertBook;
import io.tollgate.alerts.Silences;
import io.tollgate.alerts.Ways;
import io.tollgate.audit.AuditConfiguration;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.AuditTrail;
import io.tollgate.forget.BrokerSide;
import io.tollgate.forget.ForgetCustomer;
import io.tollgate.inbox.Backlog;
import io.tollgate.inbox.Copies;
import io.tollgate.inbox.Discards;
import io.tollgate.inbox.DoneEvents;
import io.tollgate.inbox.Entries;
import io.tollgate.inbox.Forgetting;
import io.tollgate.inbox.Gateways;
import io.tollgate.inbox.Leases;
import io.tollgate.inbox.OperatorConfiguration;
import io.tollgate.inbox.Pauses;
import io.tollgate.inbox.QueueFailures;
import io.tollgate.inbox.ReplayLog;
import io.tollgate.inbox.Replays;
import io.tollgate.inbox.RouteSets;
import io.tollgate.inbox.Seen;
import io.tollgate.inbox.SigningSecrets;
import io.tollgate.inbox.Watermarks;
import io.tollgate.operations.EventQuestion;
import io.tollgate.operations.QueuesBehind;
import io.tollgate.operations.StatusQuestion;
import io.tollgate.stripe.StripeKeys;
import io.tollgate.stripe.reconcile.ReconcileRun;
import io.tollgate.text.PersonalData;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The inbox, for a command: reached through the database alone, by the same settings as the gateway's, so it also works
 * while no gateway runs. Without a database of your own it is the embedded one of a gateway that runs.
 */
final class Operations implements AutoCloseable {
    private static final String[] QUIET_AND_SMALL = {
        "--logging.level.root=off", "--logging.level.io.tollgate=off", "--spring.datasource.hikari.maximum-pool-size=2"
    };

    private final ConfigurableApplicationContext context;

    private Operations(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * @param settings Spring's, as for {@code serve}
     * @param more configuration, beside that of the inbox
     * @throws InvalidConfiguration when no database is given and no embedded one runs, or the settings fit none
     */
    static Operations open(String[] settings, Class<?>... more) {
        SpringApplication application = new SpringApplication(
                OperatorConfiguration.class,
                AuditConfiguration.class,
                AccessConfiguration.class,
                PersonalDataConfiguration.class,
                DataSourceAutoConfiguration.class,
                DataSourceTransactionManagerAutoConfiguration.class,
                JdbcTemplateAutoConfiguration.class);
        application.addPrimarySources(List.of(more));
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.addListeners((ApplicationListener<ApplicationEnvironmentPreparedEvent>)
                event -> DatabaseOfCommand.find(event.getEnvironment()));
        try {
            return new Operations(application.run(
                    Stream.of(QUIET_AND_SMALL, settings).flatMap(Stream::of).toArray(String[]::new)));
        } catch (InvalidConfiguration e) {
            throw e;
        } catch (RuntimeException e) {
            if (NestedExceptionUtils.getMostSpecificCause(e) instanceof InvalidConfiguration invalid) {
                throw invalid;
            }
            throw new InvalidConfiguration(
                    "No connection can be made with these settings ("
                            + NestedExceptionUtils.getMostSpecificCause(e).getMessage()
                            + "). The URL is one such as jdbc:postgresql://db:5432/tollgate.",
                    e);
        }
    }

    Backlog backlog() {
        return context.getBean(Backlog.class);
    }

    Entries entries() {
        return context.getBean(Entries.class);
    }

    Replays replays() {
        return context.getBean(Replays.class);
    }

    DoneEvents doneEvents() {
        return context.getBean(DoneEvents.class);
    }

    QueueFailures queueFailures() {
        return context.getBean(QueueFailures.class);
    }

    Copies copies() {
        return context.getBean(Copies.class);
    }

    Seen seen() {
        return context.getBean(Seen.class);
    }

    ReplayLog replayLog() {
        return context.getBean(ReplayLog.class);
    }

    Pauses pauses() {
        return context.getBean(Pauses.class);
    }

    RouteSets routeSets() {
        return context.getBean(RouteSets.class);
    }

    Gateways gateways() {
        return context.getBean(Gateways.class);
    }

    Watermarks watermarks() {
        return context.getBean(Watermarks.class);
    }

    Leases leases() {
        return context.getBean(Leases.class);
    }

    StripeKeys stripeKeys() {
        return context.getBean(StripeKeys.class);
    }

    ReconcileRun reconcileRun() {
        return context.getBean(ReconcileRun.class);
    }

    SigningSecrets signingSecrets() {
        return context.getBean(SigningSecrets.class);
    }

    StatusQuestion status(QueuesBehind queues) {
        return new StatusQuestion(
                alertBook(),
                backlog(),
                pauses(),
                gateways(),
                routeSets(),
                queueFailures(),
                watermarks(),
                leases(),
                seen(),
                queues);
    }

    EventQuestion event(QueuesBehind queues) {
        return new EventQuestion(entries(), pauses(), doneEvents(), queueFailures(), copies(), queues);
    }

    Discards discards() {
        return context.getBean(Discards.class);
    }

    ForgetCustomer forgetCustomer(BrokerSide broker, Path mails) {
        return new ForgetCustomer(
                context.getBean(JdbcTemplate.class),
                context.getBean(JdbcClient.class),
                context.getBean(Forgetting.class),
                context.getBean(Clock.class),
                broker,
                mails);
    }

    AuditLog audit() {
        return context.getBean(AuditLog.class);
    }

    ApiTokens apiTokens() {
        return context.getBean(ApiTokens.class);
    }

    AuditTrail auditTrail() {
        return context.getBean(AuditTrail.class);
    }

    PersonalData personalData() {
        return context.getBean(PersonalData.class);
    }

    AlertBook alertBook() {
        return new AlertBook(context.getBean(JdbcClient.class));
    }

    Silences silences() {
        return context.getBean(Silences.class);
    }

    Ways alertWays() {
        return context.getBean(Ways.class);
    }

    DataSource database() {
        return context.getBean(DataSource.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
