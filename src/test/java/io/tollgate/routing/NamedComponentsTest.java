package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What comes along costs nothing until a route names it. */
class NamedComponentsTest {
    /** A bean that learns which context it is in. */
    private static final class Inside implements CamelContextAware {
        private CamelContext context;

        @Override
        public CamelContext getCamelContext() {
            return context;
        }

        @Override
        public void setCamelContext(CamelContext context) {
            this.context = context;
        }
    }

    @Test
    void theShippedRoutesHoldTheComponentsThatTheyNameAndNoOther(@TempDir(cleanup = CleanupMode.NEVER) Path directory)
            throws Exception {
        Inside inside = new Inside();
        Flows flows = new Flows(directory, Map.of("camel.component.kafka.brokers", "127.0.0.1:1"));
        try {
            flows.bean("inside", inside);
            flows.load(Flows.ROUTES);

            assertThat(inside.context.getComponentNames())
                    .containsExactlyInAnyOrder("direct", "jms", "sql", "smtp", "bean");
        } finally {
            flows.close();
        }
    }
}
