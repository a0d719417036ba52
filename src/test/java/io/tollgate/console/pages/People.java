package io.tollgate.console.pages;

import io.tollgate.access.Role;
import io.tollgate.console.TestConsole;
import io.tollgate.console.access.Browser;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway, and somebody of each role who is logged in there. */
public final class People implements AutoCloseable {
    public static final String PASSWORD = "a password";
    private static final Pattern FIELD =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

    public final TestConsole console;
    private final Map<Role, Browser> browsers = new EnumMap<>(Role.class);

    private People(TestConsole console) {
        this.console = console;
    }

    public static People at(String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(settings));
        for (Role role : Role.values()) {
            String user = "--tollgate.console.users." + role.name().toLowerCase(Locale.ROOT);
            all.addAll(List.of(user + ".password=" + Browser.hash(PASSWORD), user + ".role=" + role));
        }
        People people = new People(TestConsole.start(all.toArray(String[]::new)));
        for (Role role : Role.values()) {
            Browser browser = new Browser(people.console);
            browser.logIn(role.name().toLowerCase(Locale.ROOT), PASSWORD);
            people.browsers.put(role, browser);
        }
        return people;
    }

    public Browser as(Role role) {
        return browsers.get(role);
    }

    /** The hidden fields of the form of a page that is sent to this path. */
    static Map<String, String> form(String page, String action) {
        Map<String, String> fields = new TreeMap<>();
        String form = page.replaceAll("(?s).*action=\"" + Pattern.quote(action) + "\"(.*?)</form>.*", "$1");
        Matcher field = FIELD.matcher(form);
        while (field.find()) {
            fields.put(field.group(1), field.group(2).replace("&amp;", "&").replace("&lt;", "<"));
        }
        return fields;
    }

    static Map<String, String> with(Map<String, String> form, Entry<String, String> more) {
        Map<String, String> all = new TreeMap<>(form);
        all.put(more.getKey(), more.getValue());
        return all;
    }

    @Override
    public void close() {
        console.close();
    }
}
