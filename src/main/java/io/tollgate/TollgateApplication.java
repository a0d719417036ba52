package io.tollgate;

import io.tollgate.cli.Commands;
import java.util.Locale;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationExcludeFilter;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

/**
 * The gateway as a Spring application, and the start of the process. What operators see is in a context of its own, that of their port:
 * found here, too, its controllers would answer on the port that Stripe reaches.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan(
        excludeFilters = {
            @Filter(
                    type = FilterType.CUSTOM,
                    classes = {TypeExcludeFilter.class, AutoConfigurationExcludeFilter.class}),
            @Filter(type = FilterType.REGEX, pattern = "io\\.tollgate\\.console\\..*")
        })
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
