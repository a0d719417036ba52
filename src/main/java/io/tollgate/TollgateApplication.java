package io.tollgate;

import io.tollgate.cli.Commands;
import java.util.Locale;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The gateway as a Spring application, and the start of the process. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TollgateApplication {
    public static void main(String[] arguments) {
        // stripe-java writes the signed timestamp in the locale's digits, which are not everywhere 0 to 9.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        try {
            LibFolder.check(System.getenv());
        } catch (InvalidConfiguration e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        Commands commands =
                new Commands(System.getenv(), settings -> SpringApplication.run(TollgateApplication.class, settings));
        int exitCode = commands.run(arguments);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }
}
