package io.tollgate.faults;

/** One request with an event, which is perhaps not the only one, and its answer. */
final class Delivery {
    /** No answer yet, or none at all: the connection was refused, or broke. */
    static final int NONE = 0;

    private static final String NEW = "\"duplicate\":false";

    private final String event;
    private final long sentAt = System.nanoTime();
    private volatile Answer answer = new Answer(NONE, "", sentAt);

    private record Answer(int status, String body, long at) {}

    Delivery(String event) {
        this.event = event;
    }

    void answered(int status, String body) {
        answer = new Answer(status, body, System.nanoTime());
    }

    int status() {
        return answer.status();
    }

    /** Whether it was acknowledged, and as the one that stored the event. */
    boolean isNew() {
        Answer last = answer;
        return last.status() == 200 && last.body().contains(NEW);
    }

    String event() {
        return event;
    }

    /** By {@link System#nanoTime}. */
    long sentAt() {
        return sentAt;
    }

    /** By {@link System#nanoTime}; when it was sent, while there is no answer. */
    long answeredAt() {
        return answer.at();
    }

    @Override
    public String toString() {
        return event + " " + answer;
    }
}
