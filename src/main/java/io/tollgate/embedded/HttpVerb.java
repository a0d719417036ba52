package io.tollgate.embedded;

import java.util.List;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.internal.server.Command;
import org.subethamail.smtp.internal.server.HelpMessage;
import org.subethamail.smtp.server.Session;

/**
 * Ends the connection: any page in a browser may post to a port of this machine, with commands of SMTP as the body.
 *
 * @param name as the server looks commands up, by their first four letters
 */
record HttpVerb(String name) implements Command {
    /** A page's own inventions are announced by OPTIONS. */
    static final List<HttpVerb> ALL = List.of(
            new HttpVerb("POST"),
            new HttpVerb("GET "),
            new HttpVerb("HEAD"),
            new HttpVerb("OPTI"),
            new HttpVerb("PUT "),
            new HttpVerb("PATC"),
            new HttpVerb("DELE"),
            new HttpVerb("TRAC"),
            new HttpVerb("CONN"),
            new HttpVerb("PRI "));

    @Override
    public void execute(String line, Session session) throws DropConnectionException {
        throw new DropConnectionException(421, "4.7.0 This port speaks SMTP, not HTTP");
    }

    @Override
    public HelpMessage getHelp() {
        return new HelpMessage(name, "Ends the connection");
    }

    @Override
    public String getName() {
        return name;
    }
}
