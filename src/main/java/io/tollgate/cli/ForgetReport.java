package io.tollgate.cli;

import io.tollgate.forget.Forgotten;
import io.tollgate.forget.Plan;
import java.io.PrintWriter;
import java.util.List;

/** What {@code forget} would remove, or has removed, and what it leaves. */
final class ForgetReport {
    private static final int MOST_IDS = 20;

    private final PrintWriter out;

    ForgetReport(PrintWriter out) {
        this.out = out;
    }

    void print(Plan plan) {
        if (plan.goesOn()) {
            out.println("An earlier run was cut off; this one does the rest");
        }
        Table table = new Table("would be removed of " + plan.customer(), "");
        plan.payloads().forEach((type, count) -> table.row("payloads of " + type, count));
        table.row("rows of stripe.object and stripe.checkout_session", plan.rows());
        plan.queues().forEach((queue, count) -> table.row("messages in " + queue, count));
        table.row("mails in data/mail", plan.mails()).print(out);
        out.println(plan.objects() + " objects of Stripe's belong to it");
        left(plan.pending(), plan.withDead() ? List.of() : plan.dead());
        limits(plan.deep(), plan.brokerUnknown());
        if (!plan.complete()) {
            out.println("There may be more, further away: run it once more afterwards");
        }
        if (plan.unknownMails() > 0) {
            out.println(plan.unknownMails()
                    + " mails in data/mail do not say which event they are about: look at them yourself");
        }
        plan.tablesOfOthers()
                .forEach(table2 ->
                        out.println("Table " + table2 + " is yours and is not looked at: remove there what has to go"));
    }

    void print(Forgotten forgotten) {
        Table table = new Table("removed of " + forgotten.customer(), "");
        table.row("payloads", forgotten.payloads());
        table.row("rows of stripe.object and stripe.checkout_session", forgotten.rows());
        table.row("messages", forgotten.messages());
        table.row("mails in data/mail", forgotten.mails()).print(out);
        left(forgotten.pending(), forgotten.dead());
        forgotten
                .messagesLeft()
                .forEach((queue, count) -> out.println(count + " messages in " + queue
                        + " are with a consumer, or wait for a try of a flow: run it once more when that is over"));
        limits(forgotten.deep(), forgotten.brokerUnknown());
        if (forgotten.notVacuumed() != null) {
            out.println("The tables were not vacuumed (" + forgotten.notVacuumed() + "): run VACUUM as their owner");
        }
    }

    private void left(List<String> pending, List<String> dead) {
        if (!pending.isEmpty()) {
            out.println(pending.size() + " events are not settled and stay: " + some(pending)
                    + ". Wait until they are, or ./tollgate discard ID --reason TEXT; then run it once more");
        }
        if (!dead.isEmpty()) {
            out.println(dead.size() + " events are dead and stay: " + some(dead)
                    + ". Replay them, or give --dead: then they can never be replayed");
        }
    }

    private void limits(List<String> deep, String brokerUnknown) {
        deep.forEach(queue ->
                out.println(queue + ": the broker does not show all of it; run it once more when it is shorter"));
        if (brokerUnknown != null) {
            out.println("Of queues nothing is known, and no message is removed. " + brokerUnknown);
        }
    }

    private static String some(List<String> ids) {
        return String.join(", ", ids.subList(0, Math.min(MOST_IDS, ids.size()))) + (ids.size() > MOST_IDS ? ", …" : "");
    }
}
