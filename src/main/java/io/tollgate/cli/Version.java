package io.tollgate.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version the build wrote into {@code tollgate.properties}. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"tollgate " + number()};
    }

    static String number() {
        Properties properties = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("/tollgate.properties")) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
