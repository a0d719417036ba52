package io.tollgate.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class OwnEventTest {
    @Test
    void isLikeOneOfStripesButForItsType() throws Exception {
        byte[] body = OwnEvent.of(1767225600).body("evt_1");

        JsonNode event = new ObjectMapper().readTree(body);
        assertThat(body.length).isBetween(2600, 2800).isLessThan(OwnEvent.MOST_BYTES);
        assertThat(event.get("id").textValue()).isEqualTo("evt_1");
        assertThat(event.get("type").textValue()).isEqualTo("tollgate.warm_up");
        assertThat(event.get("created").longValue()).isEqualTo(1767225600);
        assertThat(event.get("livemode").booleanValue()).isFalse();
        assertThat(new String(body, "UTF-8")).doesNotContain("{now", "{random}");
    }
}
