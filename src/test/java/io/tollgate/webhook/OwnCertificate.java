package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/** A certificate for 127.0.0.1, as settings of a bundle of Spring's. */
final class OwnCertificate {
    private OwnCertificate() {}

    /** Named {@code own}. */
    static List<String> bundle(Path directory) throws Exception {
        Path store = directory.resolve("own.p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "own",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        return List.of(
                "spring.ssl.bundle.jks.own.keystore.location=file:" + store,
                "spring.ssl.bundle.jks.own.keystore.password=changeit",
                "spring.ssl.bundle.jks.own.keystore.type=PKCS12");
    }
}
