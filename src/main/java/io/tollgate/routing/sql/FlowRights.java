package io.tollgate.routing.sql;

import io.tollgate.relay.FlowRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the role that flows have in the database, and gives it what they have made before there was one. */
public final class FlowRights {
    private static final Logger log = LoggerFactory.getLogger(FlowRights.class);

    private static final String TRY = FlowRole.OWN.forSession() + "; RESET ROLE";

    private static final String CREATE = """
            DO $$
            BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tollgate_flows') THEN
                CREATE ROLE tollgate_flows;
              END IF;
              GRANT tollgate_flows TO CURRENT_USER, SESSION_USER;
            END $$""";

    /** Only what belongs to the gateway; so later there is nothing to do, and what others own stays theirs. */
    private static final String TAKE_OVER = """
            DO $$
            DECLARE
              me oid := (SELECT oid FROM pg_roles WHERE rolname = current_user);
              made record;
            BEGIN
              IF to_regnamespace('stripe') IS NULL THEN
                CREATE SCHEMA stripe;
              END IF;
              IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'stripe' AND nspowner = me) THEN
                IF has_database_privilege(current_database(), 'CREATE WITH GRANT OPTION') THEN
                  EXECUTE format('GRANT CREATE, TEMPORARY ON DATABASE %I TO tollgate_flows', current_database());
                END IF;
                IF has_database_privilege(current_database(), 'CREATE') THEN
                  ALTER SCHEMA stripe OWNER TO tollgate_flows;
                ELSE
                  GRANT ALL ON SCHEMA stripe TO tollgate_flows;
                END IF;
              END IF;
              FOR made IN
                WITH object AS (
                  SELECT 'pg_class'::regclass AS class, oid, 'TABLE' AS kind, oid::regclass::text AS name FROM pg_class c
                    WHERE relnamespace = 'stripe'::regnamespace AND relowner = me
                      AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT (relkind = 'S' AND EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')))
                  UNION ALL SELECT 'pg_proc'::regclass, oid, 'ROUTINE', oid::regprocedure::text FROM pg_proc
                    WHERE pronamespace = 'stripe'::regnamespace AND proowner = me
                  UNION ALL SELECT 'pg_type'::regclass, t.oid, 'TYPE', t.oid::regtype::text
                    FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
                    WHERE typnamespace = 'stripe'::regnamespace AND typowner = me
                      AND (typtype IN ('e', 'd', 'r') OR relkind = 'c')
                )
                SELECT kind, name FROM object o WHERE NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype = 'e')
              LOOP
                EXECUTE format('ALTER %s %s OWNER TO tollgate_flows', made.kind, made.name);
              END LOOP;
            END $$""";

    /** No right, or no such role. */
    private static final String REFUSED = "42501|22023";

    /** Gateways of one server may make the role at the same moment. */
    private static final int TRIES = 5;

    private FlowRights() {}

    /** The role of flows, if there is one that the gateway may take. Changes nothing. */
    public static FlowRole find(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(TRY);
            return FlowRole.OWN;
        } catch (SQLException e) {
            if (isRefused(e)) {
                return FlowRole.GATEWAYS;
            }
            throw e;
        }
    }

    /** The same, but for that the role is made, where the gateway may; else a warning says what to do. */
    static FlowRole establish(DataSource database) throws SQLException {
        FlowRole found = find(database);
        for (int tried = 1; found == FlowRole.GATEWAYS && tried <= TRIES; tried++) {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(CREATE);
                found = find(database);
            } catch (SQLException e) {
                if (isRefused(e)) {
                    log.warn(
                            "Flows' SQL may change the inbox: there is no role tollgate_flows for it, and the gateway may not"
                                    + " make one ({}). As an administrator: CREATE ROLE tollgate_flows; GRANT tollgate_flows TO"
                                    + " the gateway's user; then start again",
                            e.getMessage().lines().findFirst().orElse(""));
                    return FlowRole.GATEWAYS;
                }
                if (tried == TRIES) {
                    throw e;
                }
            }
        }
        return found;
    }

    private static boolean isRefused(SQLException failure) {
        return String.valueOf(failure.getSQLState()).matches(REFUSED);
    }

    /** Gives the role what flows have made, and takes it for the rest of the transaction. */
    static void take(FlowRole role, Connection transaction) throws SQLException {
        if (role == FlowRole.OWN) {
            try (Statement statement = transaction.createStatement()) {
                statement.execute(TAKE_OVER);
                statement.execute(role.forTransaction());
            }
        }
    }
}
