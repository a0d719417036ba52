package io.tollgate.routing.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A row that would be another one.
 *
 * @param table with its schema
 * @param key values of its unique key, in order; empty for a table without one
 * @param before its columns; null for a row that is new
 * @param after its columns; null for one that is gone
 */
public record RowChange(String table, JsonNode key, JsonNode before, JsonNode after) {}
