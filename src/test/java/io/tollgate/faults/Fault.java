package io.tollgate.faults;

/** What happens to a process, or ends. */
interface Fault {
    void happen() throws Exception;
}
