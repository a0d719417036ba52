package io.tollgate.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.apache.activemq.broker.SslContext;

/** TLS for a broker on 127.0.0.1, with a certificate of its own, and for who trusts it. */
final class TestTls {
    private static final String PASSWORD = "changeit";
    private static final String STORE = "broker.p12";

    private TestTls() {}

    static SslContext server(Path directory) throws Exception {
        Path store = directory.resolve(STORE);
        if (Files.notExists(store)) {
            String keytool =
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            Process made = new ProcessBuilder(
                            keytool,
                            "-genkeypair",
                            "-alias",
                            "broker",
                            "-keyalg",
                            "RSA",
                            "-dname",
                            "CN=127.0.0.1",
                            "-ext",
                            "san=ip:127.0.0.1",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            PASSWORD)
                    .inheritIO()
                    .start();
            assertThat(made.waitFor()).isZero();
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        return new SslContext(own.getKeyManagers(), trusted.getTrustManagers(), new SecureRandom());
    }

    /** What a client is: Spring Boot's factory opens the same transport, with javax.net.ssl.trustStore. */
    static ActiveMQConnectionFactory trusting(Path directory, String url) throws Exception {
        ActiveMQSslConnectionFactory factory = new ActiveMQSslConnectionFactory(url);
        factory.setTrustStore(directory.resolve(STORE).toUri().toString());
        factory.setTrustStoreType("PKCS12");
        factory.setTrustStorePassword(PASSWORD);
        return factory;
    }
}
