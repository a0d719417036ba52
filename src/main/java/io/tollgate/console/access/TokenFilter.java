package io.tollgate.console.access;

import io.tollgate.access.ApiTokens.Owner;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows who asks by the token in {@code Authorization: Bearer}. Whose is not good has none. */
final class TokenFilter extends OncePerRequestFilter {
    private final TokenCheck tokens;
    private final Problems problems;
    private final SecurityContextRepository contexts;

    /** @param contexts where an answer that is written later finds who asks */
    TokenFilter(TokenCheck tokens, Problems problems, SecurityContextRepository contexts) {
        this.tokens = tokens;
        this.problems = problems;
        this.contexts = contexts;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        TokenCheck.Known known = tokens.of(request);
        if (known.databaseAway()) {
            problems.databaseAway(response);
            return;
        }
        known.owner().ifPresent(owner -> logIn(owner, request, response));
        chain.doFilter(request, response);
    }

    private void logIn(Owner owner, HttpServletRequest request, HttpServletResponse response) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                "token:" + owner.name(),
                null,
                AuthorityUtils.createAuthorityList(owner.role().authority())));
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
    }
}
