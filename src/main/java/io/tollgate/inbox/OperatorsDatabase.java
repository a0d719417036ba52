package io.tollgate.inbox;

import java.util.Map;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * What operators ask and change, inside a gateway, for a context below its own: over connections of its own, so that no question takes one
 * from those who receive and route, and none lasts longer than 5 s. Its beans have the names of the gateway's, and stand before them.
 * No {@code @Configuration}, since the scan would find it for the gateway itself.
 */
@Import(OperatorConfiguration.class)
public class OperatorsDatabase {
    private static final int CONNECTIONS = 4;
    /** In seconds: a database that hangs does not end its statements, either. */
    private static final Map<String, String> NO_LONG_SILENCE = Map.of("socketTimeout", "7");

    private static final String NO_LONG_QUESTION = "SET statement_timeout = '5s'; SET lock_timeout = '2s'";

    @Bean
    Pool operatorsPool(ApplicationContext context) {
        return Pool.like(
                context.getParent().getBean(DataSource.class),
                "operators",
                CONNECTIONS,
                NO_LONG_QUESTION,
                NO_LONG_SILENCE);
    }

    /** Closed with the pool that it is of. */
    @Bean(destroyMethod = "")
    DataSource dataSource(Pool operatorsPool) {
        return operatorsPool.dataSource();
    }

    @Bean
    JdbcTemplate jdbcTemplate(DataSource dataSource) {
        return new JdbcTemplate(dataSource);
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }
}
