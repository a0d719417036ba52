package io.tollgate.audit;

/**
 * Who asks.
 *
 * @param name of a user; {@code token:} and the name of an API token; of a command the user of the operating system
 * @param origin the address that the request came from; of a command {@code host:} and the name of the machine
 */
public record Caller(String name, String origin) {}
