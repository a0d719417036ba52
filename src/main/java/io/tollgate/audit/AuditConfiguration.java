package io.tollgate.audit;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Needs a {@code JdbcClient} and a {@code Clock}. */
@Configuration(proxyBeanMethods = false)
@Import({AuditLog.class, AuditTrail.class})
public class AuditConfiguration {}
