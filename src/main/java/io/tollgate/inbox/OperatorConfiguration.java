package io.tollgate.inbox;

import java.sql.Array;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.context.annotation.Import;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What operators ask and change. It needs a database and nothing else, so the commands work beside any gateway. */
@Configuration(proxyBeanMethods = false)
@Import({
    Pauses.class,
    Replays.class,
    ReplayLog.class,
    Entries.class,
    EventSearch.class,
    Backlog.class,
    Traffic.class,
    RouteSets.class,
    Gateways.class,
    DoneEvents.class,
    QueueFailures.class,
    Watermarks.class,
    StripeAccounts.class,
    Seen.class,
    Copies.class,
    SigningSecrets.class,
    Leases.class,
    Forgetting.class,
    Discards.class,
    PayloadSearch.class
})
public class OperatorConfiguration {
    /** The only place where the time comes from; a context below has that of the one above. */
    @Bean
    @Conditional(NoClockAbove.class)
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Makes a record of a row: each component is the column of its name. An array is a list. */
    @Bean
    public static JdbcClient jdbcClient(JdbcTemplate jdbc) {
        DefaultConversionService conversion = new DefaultConversionService();
        conversion.addConverter(Array.class, List.class, OperatorConfiguration::list);
        return JdbcClient.create(new NamedParameterJdbcTemplate(jdbc), conversion);
    }

    private static List<?> list(Array array) {
        try {
            return List.of((Object[]) array.getArray());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static final class NoClockAbove implements ConfigurationCondition {
        @Override
        public ConfigurationPhase getConfigurationPhase() {
            return ConfigurationPhase.REGISTER_BEAN;
        }

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            BeanFactory above = context.getBeanFactory().getParentBeanFactory();
            return above == null
                    || above.getBeanProvider(Clock.class).stream().findAny().isEmpty();
        }
    }
}
