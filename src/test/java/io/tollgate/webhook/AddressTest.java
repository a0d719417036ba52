package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "3.18.12.63, 3.18.12.63",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, 0:0:0:0:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:1",
        "1::, 1:0:0:0:0:0:0:0",
        "2001:db8::8:800:200C:417A, 2001:db8:0:0:8:800:200c:417a",
        "2001:db8:0:0:8:800:200c:417a, 2001:db8:0:0:8:800:200c:417a",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::FFFF:c000:201, 192.0.2.1",
        "64:ff9b::192.0.2.33, 64:ff9b:0:0:0:0:c000:221",
        "0001:0002:0003:0004:0005:0006:255.255.255.255, 1:2:3:4:5:6:ffff:ffff",
    })
    void readsAnAddress(String text, String shown) {
        assertThat(Address.of(text)).hasToString("Optional[" + shown + "]");
        assertThat(Address.of(shown)).isEqualTo(Address.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                ":",
                ":::",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4 ",
                "+1.2.3.4",
                "1.2.3.-4",
                "0x7f.1.2.3",
                "2130706433",
                "localhost",
                "example.com",
                "1.2.3.4.example.com",
                "١.2.3.4",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "12345::",
                "g::",
                "::1%eth0",
                "[::1]",
                "::1/128",
                "1.2.3.4/32",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "::1.2.3",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1:-2::",
                "::+1",
                "::１",
                "2001:db8::1\u0000",
                "2001:db8::\n1",
                "face",
                "dead.beef",
                "cafe:"
            })
    void allElseIsNone(String text) {
        assertThat(Address.of(text)).isEmpty();
        assertThat(Address.of("9".repeat(100_000))).isEmpty();
        assertThat(Address.of(":".repeat(100_000))).isEmpty();
    }

    @Test
    void nothingRandomBreaksItAndWhatItReadsItReadsAgain() {
        Random random = new Random(1);
        String alphabet = "0123456789abcdefF:.:.::%[]/ x";
        int read = 0;
        for (int i = 0; i < 300_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(20); j >= 0; j--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            var address = Address.of(text.toString());
            read += address.isPresent() ? 1 : 0;
            address.ifPresent(one -> assertThat(Address.of(one.toString())).hasValue(one));
        }
        assertThat(read).isPositive();
    }

    @Test
    void ofOneClientAreTheAddressesOfItsNetworkOfIpv6() {
        assertThat(client("2001:db8:1:2::1")).isEqualTo(client("2001:db8:1:2:ffff::9"));
        assertThat(client("2001:db8:1:2::1")).isNotEqualTo(client("2001:db8:1:3::1"));
        assertThat(client("192.0.2.1")).isNotEqualTo(client("192.0.2.2"));
        assertThat(client("::ffff:192.0.2.1")).isEqualTo(client("192.0.2.1"));
    }

    private static Address client(String text) {
        return Address.of(text).orElseThrow().ofClient();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "192.0.2.6/31, 192.0.2.7, true",
        "192.0.2.6/31, 192.0.2.8, false",
        "0.0.0.0/0, 255.1.2.3, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 192.0.2.1, false",
        "::ffff:10.0.0.0/104, 10.200.0.1, true",
        "::ffff:10.0.0.0/104, 11.0.0.1, false",
        "10.0.0.0/8, ::ffff:10.1.1.1, true",
        "2001:db8::/32, 2001:db8:ffff::, true",
        "2001:db8::/32, 2001:db9::, false",
        "2001:db8::/64, 2001:db8:0:0:1::, true",
        "2001:db8::/64, 2001:db8:0:1::, false",
        "2001:db8::/65, 2001:db8:0:0:7fff::, true",
        "2001:db8::/65, 2001:db8:0:0:8000::, false",
        "fe80::1, fe80::1, true",
        "fe80::1, fe80::2, false",
    })
    void aRangeHasWhatBeginsLikeIt(String range, String address, boolean has) {
        assertThat(new AddressRanges(List.of(range)).has(Address.of(address).orElseThrow()))
                .isEqualTo(has);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/08",
                "/8",
                "10.0.0.0/8/8",
                "::/129",
                "::/999",
                "::ffff:10.0.0.0/8",
                "*",
                "whsec_secret",
                "10.0.0.1-10.0.0.9",
                "10.0.0.0/255.0.0.0",
                "10.*",
                "example.com/24"
            })
    void whatIsNoRangeIsSaidByItsNumberAndNotShown(String text) {
        assertThatThrownBy(() -> new AddressRanges(List.of("10.0.0.1", text)))
                .hasMessageContaining("number 2 is neither")
                .hasMessageNotContaining("whsec");
    }
}
