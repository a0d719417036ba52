package io.tollgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.Role;
import io.tollgate.console.access.Browser;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A sample is sent by a page, where a gateway is tried out; and nowhere else. */
class SendPageTest {
    private static final String PATH = "/console/send";

    @Test
    void sendsASampleAndLeadsToItsEvent(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        try (People people = People.at("--spring.profiles.active=embedded", "--tollgate.data=" + directory)) {
            Browser operator = people.as(Role.OPERATOR);
            String page = operator.get(PATH).body();
            assertThat(page).contains("<option>invoice.paid</option>", "<option>2020-08-27</option>");
            Map<String, String> form = People.with(People.form(page, PATH), Map.entry("type", "invoice.paid"));
            HttpResponse<String> sent = operator.post(PATH, People.with(form, Map.entry("version", "2020-08-27")));
            assertThat(sent.statusCode()).as(sent.body()).isEqualTo(303);
            String event = sent.headers().firstValue("Location").orElseThrow().replaceFirst(".*(?=/console)", "");
            assertThat(operator.get(event).body()).contains("invoice.paid", "received");

            HttpResponse<String> unknown = operator.post(PATH, People.with(form, Map.entry("version", "1999-01-01")));
            assertThat(unknown.statusCode()).isEqualTo(400);
            assertThat(unknown.body()).contains("There are no samples as of API version 1999-01-01");
            assertThat(people.as(Role.VIEWER).get(PATH).statusCode()).isEqualTo(403);
            assertThat(people.as(Role.VIEWER).get("/console").body()).doesNotContain(PATH);
            assertThat(operator.get("/console").body()).contains(PATH);
        }
    }

    @Test
    void isNotThereForACompany() throws Exception {
        try (People people = People.at()) {
            assertThat(people.as(Role.ADMIN).get(PATH).statusCode()).isEqualTo(404);
            assertThat(people.as(Role.ADMIN).get("/console").body()).doesNotContain(PATH);
        }
    }
}
