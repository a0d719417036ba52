package io.tollgate.routing.sql;

import io.tollgate.relay.FlowRole;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The connections of flows, and whose rights they have. */
@Configuration(proxyBeanMethods = false)
class SqlConfiguration {
    /** Only once the database is there, and before a flow uses it. */
    @Bean
    @DependsOnDatabaseInitialization
    FlowRole flowRole(DataSource dataSource) throws SQLException {
        return FlowRights.establish(dataSource);
    }

    @Bean
    FlowPool flowPool(
            DataSource dataSource,
            @Value("${spring.datasource.hikari.maximum-pool-size}") int connections,
            FlowRole role) {
        return new FlowPool(new FlowDataSource(dataSource, connections, role));
    }
}
