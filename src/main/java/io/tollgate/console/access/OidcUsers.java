package io.tollgate.console.access;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.client.RestTemplate;

/** Makes of what a provider says somebody with a role, or nobody. */
final class OidcUsers implements OAuth2UserService<OidcUserRequest, OidcUser> {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final OidcUserService claims = new OidcUserService();
    private final OidcProperties properties;

    OidcUsers(OidcProperties properties) {
        this.properties = properties;
        RestTemplate http = new RestTemplate(requests());
        http.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
        DefaultOAuth2UserService userInfo = new DefaultOAuth2UserService();
        userInfo.setRestOperations(http);
        claims.setOauth2UserService(userInfo);
    }

    /** For whatever asks a provider: one that hangs holds a thread for so long only. */
    static JdkClientHttpRequestFactory requests() {
        JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(LONGEST).build());
        factory.setReadTimeout(LONGEST);
        return factory;
    }

    /** The provider knows somebody who has no role here. */
    static final class NoRole extends OAuth2AuthenticationException {
        private static final long serialVersionUID = 1L;
        private final String name;

        NoRole(String name) {
            super(new OAuth2Error("no_role"));
            this.name = name;
        }

        String name() {
            return name;
        }
    }

    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        Map<String, Object> all = claims.loadUser(request).getClaims();
        String name = OidcPerson.nameIn(all);
        return new OidcPerson(name, properties.roleIn(all).orElseThrow(() -> new NoRole(name)));
    }
}
