package io.tollgate.embedded;

import io.tollgate.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who gets into the embedded PostgreSQL: one role, with a password that only the owner of the data folder can read. It owns
 * the database and everything in it, and is no superuser, so that SQL cannot leave the database. The superuser cannot log
 * in at all.
 *
 * @param cluster its data directory
 * @param password generated; letters and digits
 */
record Access(Path cluster, String password) {
    static final String ROLE = "tollgate";

    private static final Logger log = LoggerFactory.getLogger(Access.class);

    /** The digest says for which password the roles were made. */
    private static final String RULES = """
            # Written by Tollgate at its start. One role gets in, with the password in %s. It may make databases, in which new tables
            # are tried, and flows take another role from there.
            # %s
            host all tollgate 127.0.0.1/32 scram-sha-256
            """;

    private static final String CREATE_ROLE = """
            DO $$
            BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tollgate') THEN CREATE ROLE tollgate; END IF;
            END $$;
            """;

    /** Which flows have: io.tollgate.routing.sql.FlowRights. */
    private static final String CREATE_FLOWS_ROLE = """
            DO $$
            BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tollgate_flows') THEN CREATE ROLE tollgate_flows; END IF;
              GRANT tollgate_flows TO tollgate;
            END $$;
            """;

    private static final String LIMIT_ROLE = """
            ALTER ROLE tollgate LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '%s';
            """;

    private static final String LOCK_SUPERUSER = "ALTER ROLE postgres PASSWORD NULL;\n";

    private static final String OWN_DATABASE = "ALTER DATABASE postgres OWNER TO tollgate;\n";

    /**
     * REASSIGN OWNED refuses the first superuser, so one by one. What initdb has made has a number below 16384; types of
     * tables and of arrays, and sequences of columns, go with what they belong to, and an extension stays as it is.
     */
    private static final String OWN_CONTENT = """
            DO $$
            DECLARE
              own record;
            BEGIN
              FOR own IN
                WITH schema AS (
                  SELECT oid FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
                ), object AS (
                  SELECT 1 AS turn, 'pg_namespace'::regclass AS class, oid FROM schema
                  UNION ALL SELECT 2, 'pg_class'::regclass, oid FROM pg_class c
                    WHERE relnamespace IN (SELECT oid FROM schema) AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                      AND NOT (relkind = 'S' AND EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')))
                  UNION ALL SELECT 2, 'pg_proc'::regclass, oid FROM pg_proc
                    WHERE pronamespace IN (SELECT oid FROM schema)
                  UNION ALL SELECT 2, 'pg_type'::regclass, t.oid FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
                    WHERE typnamespace IN (SELECT oid FROM schema) AND typtype <> 'm' AND (c.oid IS NULL OR relkind = 'c')
                      AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
                  UNION ALL SELECT 2, 'pg_statistic_ext'::regclass, oid FROM pg_statistic_ext
                    WHERE stxnamespace IN (SELECT oid FROM schema)
                  UNION ALL SELECT 2, 'pg_largeobject'::regclass, oid FROM pg_largeobject_metadata
                )
                SELECT CASE i.type WHEN 'statistics object' THEN 'statistics' ELSE i.type END AS kind, i.identity
                  FROM object o, pg_identify_object(o.class, o.oid, 0) i
                  WHERE (o.oid >= 16384 OR i.type = 'large object') AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype = 'e')
                  ORDER BY o.turn
              LOOP
                EXECUTE format('ALTER %s %s OWNER TO tollgate', own.kind, own.identity);
              END LOOP;
            END $$;
            """;

    /** Reads the password, or makes one. */
    static Access to(Path cluster) throws IOException {
        return new Access(cluster, KeptSecret.in(passwordFile(cluster), "", log::warn));
    }

    static Path passwordFile(Path cluster) {
        return cluster.resolveSibling(cluster.getFileName() + "-password");
    }

    /**
     * Before a server starts. Does it once for each cluster and password; a crash in between, and it is done again. What
     * there is already, such as tables of a version that had no login, is the role's from now on.
     */
    void grant(SingleUser superuser) throws IOException {
        Path rules = cluster.resolve("pg_hba.conf");
        if (Files.readString(rules).equals(rules())) {
            return;
        }
        superuser.run(
                CREATE_ROLE,
                LIMIT_ROLE.formatted(password),
                CREATE_FLOWS_ROLE,
                LOCK_SUPERUSER,
                OWN_DATABASE,
                OWN_CONTENT);
        Path next = cluster.resolve("pg_hba.conf.tmp");
        OwnerOnly.makeFile(next);
        Files.writeString(next, rules());
        Files.move(next, rules, StandardCopyOption.ATOMIC_MOVE);
    }

    private String rules() {
        return RULES.formatted(passwordFile(cluster).getFileName(), digest(password));
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
