package io.tollgate.console.api;

import io.tollgate.audit.Caller;
import io.tollgate.operations.OnceByKey;
import io.tollgate.operations.OnceByKey.Done;
import io.tollgate.operations.OnceByKey.OtherRequest;
import io.tollgate.operations.ReplaysBehind;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Replays that are asked for with a key: asked for again with it, nothing is done twice. */
@Component
public class KeyedReplays {
    private final Replaying replaying;
    private final OnceByKey once;
    private final ReplaysBehind behind;

    KeyedReplays(Replaying replaying, OnceByKey once, ReplaysBehind behind) {
        this.replaying = replaying;
        this.once = once;
        this.behind = behind;
    }

    /**
     * @param asked what came with the key; another one with the same key is refused
     * @return the answer of the first time, a {@link Replaying.OfIds}
     */
    public String ids(String key, byte[] asked, ReplayRequest request, Caller caller) {
        return once(key, asked, caller, () -> replaying.ids(request, caller)).answer();
    }

    /** Goes on behind the back of the caller. Its answer is that of the first time, with the number of the replay. */
    String byFilter(String key, byte[] asked, ReplayRequest request, Caller caller) {
        Replaying.Begun begun = new Replaying.Begun();
        Done done = once(key, asked, caller, () -> replaying.begin(request, caller, begun));
        if (done.first()) {
            behind.start(begun.result, request.again());
        }
        return done.answer();
    }

    /** The same; gives the number of the replay. */
    public long begin(String key, byte[] asked, ReplayRequest request, Caller caller) {
        return replaying.idOf(byFilter(key, asked, request, caller));
    }

    private Done once(String key, byte[] asked, Caller caller, Supplier<String> act) {
        try {
            return once.ask(caller.name(), key, asked, act);
        } catch (OtherRequest e) {
            throw new Refusal(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "This Idempotency-Key came with another request before: send a new one for a new replay.");
        }
    }
}
