package io.tollgate.alerts;

import io.tollgate.alerts.Channel.NotTaken;
import io.tollgate.alerts.Messages.Due;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what is due. A channel that does not take one is left alone for the rest of the round. */
final class Delivery {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final int MOST_A_ROUND = 20;

    private final Messages messages;
    private final List<Channel> channels;
    private final Wording wording;
    private final Clock clock;
    private final Map<String, String> failing = new ConcurrentHashMap<>();

    Delivery(Messages messages, List<Channel> channels, Wording wording, Clock clock) {
        this.messages = messages;
        this.channels = channels;
        this.wording = wording;
        this.clock = clock;
    }

    List<String> channels() {
        return channels.stream().map(Channel::name).toList();
    }

    void deliver() {
        messages.write(channels(), clock.instant());
        channels.forEach(this::deliver);
    }

    private void deliver(Channel channel) {
        for (int i = 0; i < MOST_A_ROUND; i++) {
            Optional<Due> due = messages.take(channel.name(), clock.instant());
            if (due.isEmpty() || !sent(channel, due.get())) {
                return;
            }
        }
    }

    private boolean sent(Channel channel, Due due) {
        try {
            channel.send(wording.of(messages.alert(due), Edge.valueOf(due.edge())));
            messages.sent(due, clock.instant());
            if (failing.remove(channel.name()) != null) {
                log.info("Alerts are taken by {} again", channel.name());
            }
            return true;
        } catch (NotTaken e) {
            messages.failed(due, e.getMessage(), clock.instant());
            if (failing.put(channel.name(), e.getMessage()) == null) {
                log.warn("An alert is not taken by {}, and is sent again: {}", channel.name(), e.getMessage());
            }
            return false;
        }
    }
}
