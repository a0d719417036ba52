package io.tollgate.alerts;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The mail server of the flows, by the same settings. */
record MailServerSettings(String host, int port, String username, String password, Properties properties) {
    private static final int SMTP = 25;

    /** @return with an empty host when there is none */
    static MailServerSettings of(Environment environment) {
        Binder binder = Binder.get(environment);
        long millis = binder.bind("tollgate.mail.timeout", Duration.class)
                .orElse(Duration.ofSeconds(10))
                .toMillis();
        Properties properties = new Properties();
        for (String option : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            properties.setProperty("mail.smtp." + option, String.valueOf(millis));
        }
        properties.putAll(binder.bind("spring.mail.properties", Bindable.mapOf(String.class, String.class))
                .orElse(Map.of()));
        return new MailServerSettings(
                text(environment, "tollgate.mail.host"),
                binder.bind("tollgate.mail.port", Integer.class).orElse(SMTP),
                text(environment, "spring.mail.username"),
                text(environment, "spring.mail.password"),
                properties);
    }

    /** Without what it refers to, such as for a command beside a gateway with all embedded, it is not there. */
    private static String text(Environment environment, String name) {
        try {
            String value = environment.getProperty(name);
            return value == null ? "" : value;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    boolean isGiven() {
        return !host.isBlank();
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
