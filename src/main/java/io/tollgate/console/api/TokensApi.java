package io.tollgate.console.api;

import io.tollgate.access.ApiTokens;
import io.tollgate.access.ApiTokens.Token;
import io.tollgate.access.Role;
import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tokens of programs. Only an admin makes one, so that none may more than who has made it. */
@RestController
class TokensApi {
    private static final int USUAL_DAYS = 90;
    private static final int MOST_DAYS = 3650;

    private final ApiTokens tokens;
    private final AuditLog audit;
    private final Clock clock;

    TokensApi(ApiTokens tokens, AuditLog audit, Clock clock) {
        this.tokens = tokens;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What is wanted.
     *
     * @param days for which it is good; 0 for ever, 90 when it is not given
     */
    record Wanted(String name, String role, Integer days) {}

    /** @param token which is shown this once */
    record Created(String name, String role, Instant expiresAt, String token) {}

    record Listed(
            String name,
            String role,
            Instant createdAt,
            String createdBy,
            Instant expiresAt,
            Instant usedAt,
            Instant revokedAt) {
        static Listed of(Token token) {
            return new Listed(
                    token.name(),
                    word(token.role()),
                    token.createdAt(),
                    token.createdBy(),
                    token.expiresAt(),
                    token.usedAt(),
                    token.revokedAt());
        }
    }

    @GetMapping("/api/v1/tokens")
    @Described("Tokens of programs")
    @For(Role.ADMIN)
    List<Listed> list() {
        return tokens.list().stream().map(Listed::of).toList();
    }

    @PostMapping("/api/v1/tokens")
    @ResponseStatus(HttpStatus.CREATED)
    @Described(value = "Makes a token, which is shown this once", body = Wanted.class, errors = 409)
    @For(Role.ADMIN)
    Created create(@RequestBody Wanted wanted, Caller caller) {
        String name = wanted.name();
        if (!ApiTokens.isName(name)) {
            throw new Refusal(
                    HttpStatus.BAD_REQUEST, "name is missing or none: give 1 to 100 letters, digits and any of . _ -");
        }
        Role role = role(wanted.role());
        Instant expires = expires(wanted.days());
        audit.write(caller, Act.TOKEN_CREATED, name, word(role) + (expires == null ? "" : ", until " + expires));
        try {
            return new Created(name, word(role), expires, tokens.create(name, role, caller.name(), expires));
        } catch (DuplicateKeyException e) {
            throw new Refusal(HttpStatus.CONFLICT, "A token has this name, or had it: take another.");
        }
    }

    @DeleteMapping("/api/v1/tokens/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Described(value = "Revokes a token", errors = 404)
    @For(Role.ADMIN)
    void revoke(@PathVariable String name, Caller caller) {
        if (!ApiTokens.isName(name)) {
            throw new Refusal(HttpStatus.NOT_FOUND, "No token has this name.");
        }
        audit.write(caller, Act.TOKEN_REVOKED, name, "");
        if (!tokens.revoke(name)) {
            throw new Refusal(HttpStatus.NOT_FOUND, "No token has this name.");
        }
    }

    private static Role role(String word) {
        return Arrays.stream(Role.values())
                .filter(role -> word(role).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(HttpStatus.BAD_REQUEST, "role is missing or none: give viewer, operator or admin"));
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private Instant expires(Integer days) {
        int given = days == null ? USUAL_DAYS : days;
        if (given < 0 || given > MOST_DAYS) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "days is too many or none: give 1 to 3650, or 0 for ever");
        }
        return given == 0 ? null : clock.instant().plus(Duration.ofDays(given));
    }
}
