package io.tollgate.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.PersonalProperties;
import io.tollgate.access.Role;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;

class PersonalViewTest {
    @ParameterizedTest
    @CsvSource({"ADMIN,ADMIN", "OPERATOR,OPERATOR;ADMIN", "VIEWER,VIEWER;OPERATOR;ADMIN"})
    void isForTheRoleAndThoseThatMayMore(Role least, String those) {
        PersonalView view = new PersonalView(new PersonalProperties(List.of("email"), least), Access.roles());

        for (Role role : Role.values()) {
            Authentication who = UsernamePasswordAuthenticationToken.authenticated(
                    "zoe", null, AuthorityUtils.createAuthorityList(role.authority()));
            assertThat(view.isFor(who))
                    .as(role.name())
                    .isEqualTo(List.of(those.split(";")).contains(role.name()));
        }
    }
}
