package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.web.MockHttpServletRequest;

class ClientAddressesTest {
    private static final String PROXIES = "10.0.0.0/8, 2001:db8:ffff::/48";

    /** In a chain, a bar stands for the next header line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "3.18.12.63; -; 3.18.12.63",
                "3.18.12.63; 1.1.1.1; 3.18.12.63",
                "10.0.0.1; -; 10.0.0.1",
                "10.0.0.1; 3.18.12.63; 3.18.12.63",
                "10.0.0.1; 1.1.1.1, 3.18.12.63; 3.18.12.63",
                "10.0.0.1; 1.1.1.1, 3.18.12.63, 10.0.0.2, 10.0.0.3; 3.18.12.63",
                "10.0.0.1; 1.1.1.1 | 3.18.12.63; 3.18.12.63",
                "10.0.0.1; 1.1.1.1, 3.18.12.63 | 10.0.0.9; 3.18.12.63",
                "10.0.0.1; 10.0.0.7, 10.0.0.8; 10.0.0.7",
                "10.0.0.1; 3.18.12.63:4711; 3.18.12.63",
                "10.0.0.1; [2001:db8::7]:443; 2001:db8:0:0:0:0:0:7",
                "10.0.0.1; [2001:db8::7]; 2001:db8:0:0:0:0:0:7",
                "10.0.0.1; 2001:db8::7; 2001:db8:0:0:0:0:0:7",
                "10.0.0.1; fe80::7%eth0; fe80:0:0:0:0:0:0:7",
                "10.0.0.1; [fe80::7%25eth0]:80; fe80:0:0:0:0:0:0:7",
                "10.0.0.1; ::ffff:3.18.12.63; 3.18.12.63",
                "::ffff:10.0.0.1; 3.18.12.63; 3.18.12.63",
                "2001:db8:ffff:0:0:0:0:1; 3.18.12.63; 3.18.12.63",
                "fe80:0:0:0:0:0:0:1%eth0; 3.18.12.63; fe80:0:0:0:0:0:0:1",
                "10.0.0.1; 3.18.12.63, ; 3.18.12.63",
                "10.0.0.1; , ,; 10.0.0.1",
                "10.0.0.1; 3.18.12.63, unknown; 10.0.0.1",
                "10.0.0.1; 3.18.12.63, 10.0.0.2, _hidden, 10.0.0.3; 10.0.0.3",
                "10.0.0.1; localhost; 10.0.0.1",
                "10.0.0.1; 1.2.3.4.5; 10.0.0.1",
                "10.0.0.1; [1.2.3.4]; 10.0.0.1",
                "10.0.0.1; 3.18.12.63:; 10.0.0.1",
                "10.0.0.1; 3.18.12.63:123456; 10.0.0.1",
                "10.0.0.1; \"3.18.12.63\"; 10.0.0.1",
                "10.0.0.1; 3.18.12.63 10.0.0.2; 10.0.0.1",
                "10.0.0.1; for=3.18.12.63; 10.0.0.1",
            })
    void theClientIsTheLastOneThatIsNoProxy(String peer, String chain, String client) {
        assertThat(of(peer, chain)).isEqualTo(client);
    }

    @Test
    void aChainWithoutEndCostsNothing() {
        assertThat(of("10.0.0.1", "10.0.0.2,".repeat(200_000))).isEqualTo("10.0.0.2");
        assertThat(of("10.0.0.1", "3.18.12.63" + ",10.0.0.2".repeat(32))).isEqualTo("10.0.0.2");
        assertThat(of("10.0.0.1", "3.18.12.63" + ",10.0.0.2".repeat(31))).isEqualTo("3.18.12.63");
        assertThat(of("10.0.0.1", "[".repeat(100_000))).isEqualTo("10.0.0.1");
        assertThat(of("10.0.0.1", "%".repeat(100_000))).isEqualTo("10.0.0.1");
        assertThat(of("10.0.0.1", ",".repeat(100_000) + "3.18.12.63")).isEqualTo("3.18.12.63");
    }

    @Test
    void withoutProxiesNothingThatIsSentCounts() {
        var request = request("10.0.0.1", "3.18.12.63");
        request.addHeader("Forwarded", "for=3.18.12.63");
        request.addHeader("X-Real-IP", "3.18.12.63");

        assertThat(new ClientAddresses(bind(""), new MockEnvironment()).of(request))
                .hasToString("Optional[10.0.0.1]");
        request.setRemoteAddr(null);
        assertThat(new ClientAddresses(bind(""), new MockEnvironment()).of(request))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.com", "10.0.0.0/33", "10.0.0.1 10.0.0.2"})
    void aProxyThatIsNoAddressStopsTheStart(String proxies) {
        assertThatThrownBy(() -> new ClientAddresses(bind(proxies), new MockEnvironment()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("tollgate.webhook.proxies: number 1 is neither")
                .hasMessageContaining("such as 10.0.0.0/8");
    }

    @ParameterizedTest
    @CsvSource({
        "server.forward-headers-strategy, native",
        "server.forward-headers-strategy, FRAMEWORK",
        "server.tomcat.remoteip.remote-ip-header, X-Real-IP",
        "server.tomcat.remoteip.protocol-header, X-Forwarded-Proto",
    })
    void whatWouldOverrideThePeerStopsTheStart(String setting, String value) {
        assertThatThrownBy(() -> new ClientAddresses(bind(""), new MockEnvironment().withProperty(setting, value)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining(setting)
                .hasMessageContaining("tollgate.webhook.proxies");
    }

    private static String of(String peer, String chain) {
        return new ClientAddresses(bind(PROXIES), new MockEnvironment())
                .of(request(peer, chain))
                .orElseThrow()
                .toString();
    }

    private static MockHttpServletRequest request(String peer, String chain) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        if (chain != null) {
            for (String line : chain.split("\\|")) {
                request.addHeader("X-Forwarded-For", line);
            }
        }
        return request;
    }

    private static WebhookProperties bind(String proxies) {
        return new Binder(new MapConfigurationPropertySource(Map.of(
                        "tollgate.webhook.endpoints.default.secrets", "whsec_a", "tollgate.webhook.proxies", proxies)))
                .bindOrCreate("tollgate.webhook", WebhookProperties.class);
    }
}
