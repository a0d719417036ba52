package io.tollgate.routing.mail;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.mustache.MustacheComponent;
import org.apache.camel.component.mustache.MustacheEndpoint;
import org.apache.camel.spi.annotations.Component;

/**
 * The {@code mustache:} of flows. Behind the step {@code mailModel}, in a mail flow of before, a file is filled in as in the mail flow
 * of today; everywhere else it is Camel's own.
 */
@Component("mustache")
public final class OldMailTemplates extends MustacheComponent {
    static final String FILLED = Filled.class.getName();
    private static final String FILE = "file:";

    /** @param html null for a mail of plain text */
    record Filled(MailTemplate template, String html) {}

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        MustacheEndpoint endpoint = new Templates(uri, this, remaining);
        endpoint.setMustacheFactory(getMustacheFactory());
        endpoint.setContentCache(isContentCache());
        endpoint.setAllowTemplateFromHeader(isAllowTemplateFromHeader());
        endpoint.setAllowContextMapAll(isAllowContextMapAll());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static final class Templates extends MustacheEndpoint {
        Templates(String uri, MustacheComponent component, String resource) {
            super(uri, component, resource);
        }

        @Override
        protected void onExchange(Exchange exchange) throws Exception {
            Words words = exchange.getProperty(Words.class.getName(), Words.class);
            String resource = getResourceUri();
            if (words == null || !resource.startsWith(FILE) || !resource.endsWith(MailTemplate.SUFFIX)) {
                super.onExchange(exchange);
                return;
            }
            Path file = Path.of(resource.substring(FILE.length()));
            String name = file.getFileName().toString();
            MailTemplate template =
                    new MailTemplate(file.getParent(), name.substring(0, name.length() - MailTemplate.SUFFIX.length()));
            words.withBody(exchange.getMessage().getBody());
            exchange.setProperty(FILLED, new Filled(template, template.html(words)));
            exchange.getMessage().setBody(template.text(words));
        }
    }
}
