package io.tollgate;

import java.util.Set;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;

/**
 * Spring Security acts where the console configures it, on the operators' port, and nowhere else: left alone, Spring Boot would put a
 * filter and a login of its own in front of Stripe's requests too.
 */
final class OneSecurity implements AutoConfigurationImportFilter {
    private static final String ROOT = "org.springframework.boot.security.";
    private static final String OIDC = ROOT + "oauth2.";
    private static final Set<String> OF_THE_WHOLE_PROCESS = Set.of(
            ROOT + "autoconfigure.UserDetailsServiceAutoConfiguration",
            ROOT + "autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
            ROOT + "autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
            ROOT + "autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration");

    @Override
    public boolean[] match(String[] configurations, AutoConfigurationMetadata metadata) {
        boolean[] wanted = new boolean[configurations.length];
        for (int i = 0; i < configurations.length; i++) {
            wanted[i] = configurations[i] == null || !isOfTheWholeProcess(configurations[i]);
        }
        return wanted;
    }

    private static boolean isOfTheWholeProcess(String configuration) {
        return OF_THE_WHOLE_PROCESS.contains(configuration) || configuration.startsWith(OIDC);
    }
}
