package io.tollgate.webhook;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Makes a message of the route the HTTP answer. */
final class Answer {
    private Answer() {}

    static void write(Message message, int status, String contentType, byte[] body) {
        // Camel sends the headers of the message back, the request's among them.
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, contentType);
        message.setHeader(Exchange.HTTP_CHUNKED, false);
        message.setBody(body);
    }
}
