package io.tollgate.cli;

import io.tollgate.routing.reload.OfflineRoutes.Checked;
import java.io.PrintWriter;

/** One way to say what a check has found. */
interface CheckReport {
    /** @param folder of the routes, as it was given; the findings' files are relative to it */
    void print(Checked checked, GivenFolder folder, PrintWriter out);
}
