package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.access.Role;
import io.tollgate.access.TestTokens;
import io.tollgate.support.TestDatabase;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tokens, by the database alone. */
class TokenTest {
    private HikariDataSource database;

    @BeforeEach
    void open() {
        database = TestDatabase.newInbox();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void makesOneThatIsGood() {
        Run run = run("create", "deploy", "--role", "operator");
        assertThat(run.exitCode()).isZero();
        assertThat(TestTokens.on(new JdbcTemplate(database)).owner(run.out().strip()))
                .hasValueSatisfying(owner -> assertThat(owner.role()).isEqualTo(Role.OPERATOR));
        assertThat(run("create", "deploy", "--role", "viewer").err()).contains("take another");
        assertThat(acts()).isEqualTo("TOKEN_CREATED deploy,TOKEN_CREATED deploy");
    }

    @Test
    void showsNoneOfThem() {
        String token =
                run("create", "deploy", "--role", "viewer", "--days", "0").out().strip();
        String list = run("list").out();
        assertThat(list).contains("deploy", "viewer", "good for ever").doesNotContain(token.substring(3));
        assertThat(run("list", "--json").out()).contains("\"name\":\"deploy\"").doesNotContain(token.substring(3));
    }

    @Test
    void revokesOne() {
        String token = run("create", "deploy", "--role", "viewer").out().strip();
        assertThat(run("revoke", "deploy").out()).contains("deploy is revoked");
        assertThat(TestTokens.on(new JdbcTemplate(database)).owner(token)).isEmpty();
        assertThat(run("list").out()).contains("revoked 2");
        assertThat(run("revoke", "other").exitCode()).isEqualTo(1);
        assertThat(acts()).contains("TOKEN_REVOKED deploy");
    }

    @Test
    void refusesWhatIsNoNameNoRoleAndNoTime() {
        assertThat(run("create", "a b", "--role", "viewer").exitCode()).isEqualTo(2);
        assertThat(run("create", "deploy", "--role", "root").exitCode()).isEqualTo(2);
        assertThat(run("create", "deploy").exitCode()).isEqualTo(2);
        assertThat(run("create", "deploy", "--role", "viewer", "--days", "-1").exitCode())
                .isEqualTo(2);
    }

    private String acts() {
        return String.join(
                ",",
                new JdbcTemplate(database)
                        .queryForList("SELECT act || ' ' || subject FROM tollgate.audit ORDER BY id", String.class));
    }

    private Run run(String... options) {
        return Run.of(
                Map.of(),
                Stream.of(
                                Stream.of("token"),
                                Stream.of(options),
                                Stream.of(
                                        "--spring.datasource.url=" + database.getJdbcUrl(),
                                        "--spring.datasource.username=postgres"))
                        .flatMap(all -> all)
                        .toArray(String[]::new));
    }
}
