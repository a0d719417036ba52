package io.tollgate.routing.flowtest;

import io.tollgate.routing.rehearsal.Answers.Answer;

/**
 * What a server says to a call.
 *
 * @param method null for any
 * @param url null for any; a * in it stands for anything
 */
record GivenAnswer(String method, String url, Answer answer) {
    boolean fits(String calledMethod, String calledUrl) {
        return (method == null || method.equalsIgnoreCase(calledMethod))
                && (url == null || Wildcard.fits(url, calledUrl));
    }
}
