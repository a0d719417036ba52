package io.tollgate.console.access;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;

/** The login by OIDC: state, nonce, PKCE and the signature are Spring Security's matter. Without a registration there is none of it. */
@Configuration(proxyBeanMethods = false)
@Conditional(Providers.Configured.class)
@EnableConfigurationProperties({OAuth2ClientProperties.class, OidcProperties.class})
class OidcLogin {
    @Bean
    LazyProviders lazyProviders(OAuth2ClientProperties properties) {
        return new LazyProviders(properties);
    }

    @Bean
    OtherLogin byOidc(
            LazyProviders providers,
            OidcProperties properties,
            ConsoleProperties console,
            Logins in,
            OidcRefusals no,
            Clock clock) {
        return http -> http.oauth2Login(login -> login.loginPage(LoginPage.PATH)
                .clientRegistrationRepository(providers)
                .authorizedClientRepository(new NoTokensKept())
                .authorizationEndpoint(
                        to -> to.authorizationRequestRepository(new PendingLogins(clock, console.secureCookies())))
                .tokenEndpoint(token -> token.accessTokenResponseClient(tokens()))
                .userInfoEndpoint(
                        user -> user.oidcUserService(new OidcUsers(properties)).userService(other -> {
                            throw new OAuth2AuthenticationException("no_id_token");
                        }))
                .successHandler(in::loggedIn)
                .failureHandler(no::refused)
                .addObjectPostProcessor(tellingWhoIsAway(no)));
    }

    /** What leads to a provider would answer 500 for one that is away. */
    private static ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter> tellingWhoIsAway(OidcRefusals no) {
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(no::notSent);
                return filter;
            }
        };
    }

    private static RestClientAuthorizationCodeTokenResponseClient tokens() {
        RestClientAuthorizationCodeTokenResponseClient client = new RestClientAuthorizationCodeTokenResponseClient();
        client.setRestClient(RestClient.builder()
                .requestFactory(OidcUsers.requests())
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        return client;
    }
}
