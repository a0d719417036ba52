package io.tollgate.alerts;

import java.util.List;

/** Asks about one condition. Whatever it throws means that nobody knows: then nothing begins and nothing ends. */
interface Question {
    Condition condition();

    List<Sight> ask();
}
