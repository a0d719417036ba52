package io.tollgate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.TollgateApplication;
import io.tollgate.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The gateway, as a role that may only add to the audit log, set up by what docs/personal-data.md says. */
class OwnedAuditTest {
    private static final Pattern BLOCK = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
    private static final Caller ZOE = new Caller("zoe", "host:desk");

    /** Roles are the server's, and other tests are on it, too. */
    private static final String MARK = UUID.randomUUID().toString().substring(0, 8);

    private static final String GATEWAY = "tollgate_" + MARK;

    private static HikariDataSource superuser;
    private static HikariDataSource gateways;
    private static String url;

    @BeforeAll
    static void setUp() throws Exception {
        String superusers = TestDatabase.newDatabase();
        url = superusers.replaceFirst("\\?.*", "");
        superuser = TestDatabase.open(superusers);
        JdbcTemplate admin = new JdbcTemplate(superuser);
        admin.execute("CREATE ROLE " + GATEWAY + " LOGIN");
        admin.execute("GRANT CREATE, TEMPORARY ON DATABASE "
                + admin.queryForObject("SELECT current_database()", String.class) + " TO " + GATEWAY);
        start().close();
        admin.execute(block(0));
        gateways = TestDatabase.open(url, config -> config.setUsername(GATEWAY));
    }

    @AfterAll
    static void close() {
        gateways.close();
        superuser.close();
    }

    private static String block(int index) throws Exception {
        Matcher block = BLOCK.matcher(Files.readString(Path.of("docs/personal-data.md")));
        for (int i = 0; i <= index; i++) {
            assertThat(block.find()).isTrue();
        }
        return block.group(1)
                .replace("tollgate_audit", "tollgate_audit_" + MARK)
                .replaceAll("(TO|FROM) tollgate;", "$1 " + GATEWAY + ";");
    }

    private static ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(TollgateApplication.class)
                .properties("tollgate.warm-up=0s")
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--management.server.port=0",
                        "--spring.datasource.url=" + url,
                        "--spring.datasource.username=" + GATEWAY,
                        "--spring.activemq.broker-url=tcp://127.0.0.1:9",
                        "--spring.mail.host=127.0.0.1",
                        "--tollgate.mail.finance=finance@example.org",
                        "--tollgate.webhook.endpoints.default.secrets=whsec_of_the_audit");
    }

    @Test
    void theGatewayStartsAndWritesAndReadsIt() {
        try (ConfigurableApplicationContext context = start()) {
            context.getBean(AuditLog.class).write(ZOE, Act.PAUSED, "invoice.paid", "");

            assertThat(context.getBean(AuditTrail.class).page(AuditFilter.EVERYTHING, null, 10))
                    .first()
                    .extracting(AuditEntry::subject)
                    .isEqualTo("invoice.paid");
            assertThat(context.getBean(JdbcTemplate.class).queryForObject("SELECT current_user", String.class))
                    .isEqualTo(GATEWAY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM tollgate.audit",
                "ALTER TABLE tollgate.audit DISABLE TRIGGER audit_stays",
                "ALTER TABLE tollgate.audit DISABLE TRIGGER ALL",
                "DROP TRIGGER audit_stays ON tollgate.audit",
                "CREATE RULE nothing AS ON INSERT TO tollgate.audit DO INSTEAD NOTHING",
                "CREATE OR REPLACE FUNCTION tollgate.audit_stays() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "DROP FUNCTION tollgate.audit_stays() CASCADE",
                "DROP TABLE tollgate.audit",
                "ALTER TABLE tollgate.audit RENAME TO elsewhere",
                "DROP SCHEMA tollgate CASCADE",
                "ALTER SCHEMA tollgate RENAME TO elsewhere",
                "SET session_replication_role = replica"
            })
    void itsUserCanDoNothingElse(String statement) {
        assertThatThrownBy(() -> new JdbcTemplate(gateways).execute(statement))
                .rootCause()
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }

    @Test
    void anAdministratorRemovesWhatIsOldAsTheOwner() throws Exception {
        TestAudit.log(gateways, Clock.systemUTC()).write(ZOE, Act.PAUSED, "new", "");
        JdbcTemplate admin = new JdbcTemplate(superuser);
        admin.update("INSERT INTO tollgate.audit (at, who, origin, act, subject, what)"
                + " VALUES (now() - interval '3 years', '', '', '', 'old', '')");

        admin.execute(block(1));

        assertThat(TestAudit.trail(gateways).page(AuditFilter.EVERYTHING, null, 10))
                .extracting(AuditEntry::subject)
                .contains("new")
                .doesNotContain("old");
        assertThatThrownBy(() -> admin.execute("SET session_replication_role = replica; DELETE FROM tollgate.audit"))
                .rootCause()
                .hasMessageContaining("only added to");
    }
}
