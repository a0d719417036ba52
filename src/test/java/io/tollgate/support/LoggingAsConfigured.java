package io.tollgate.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets each test class begin with logging as logback-test.xml has it, also behind one that ran a command, which turns it off. */
public final class LoggingAsConfigured implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext test) throws JoranException {
        LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (isOff(logging)) {
            logging.reset();
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(logging);
            URL settings = LoggingAsConfigured.class.getResource("/logback-test.xml");
            configurator.doConfigure(settings);
        }
    }

    private static boolean isOff(LoggerContext logging) {
        return !logging.getTurboFilterList().isEmpty()
                || logging.getLogger(Logger.ROOT_LOGGER_NAME).getLevel() == Level.OFF
                || logging.getLogger("io.tollgate").getLevel() == Level.OFF;
    }
}
