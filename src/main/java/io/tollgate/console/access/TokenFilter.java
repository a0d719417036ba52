package io.tollgate.console.access;

import io.tollgate.access.ApiTokens;
import io.tollgate.access.ApiTokens.Owner;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows who asks by the token in {@code Authorization: Bearer}. Whose is not good has none. */
final class TokenFilter extends OncePerRequestFilter {
    private static final String BEARER = "Bearer ";

    private final ApiTokens tokens;
    private final Problems problems;

    TokenFilter(ApiTokens tokens, Problems problems) {
        this.tokens = tokens;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.startsWith(BEARER + ApiTokens.PREFIX)) {
            Optional<Owner> owner;
            try {
                owner = tokens.owner(header.substring(BEARER.length()));
            } catch (DataAccessException e) {
                problems.databaseAway(response);
                return;
            }
            owner.ifPresent(TokenFilter::logIn);
        }
        chain.doFilter(request, response);
    }

    private static void logIn(Owner owner) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                "token:" + owner.name(),
                null,
                AuthorityUtils.createAuthorityList(owner.role().authority())));
        SecurityContextHolder.setContext(context);
    }
}
