package io.tollgate.bench;

/** The tables of the job queues: those of their documentation, and how a backlog gets into them. */
final class JobTables {
    static final JobQueue.Table OF_DB_SCHEDULER =
            new JobQueue.Table("db_scheduler", """
            CREATE TABLE scheduled_tasks (
                task_name text NOT NULL, task_instance text NOT NULL, task_data bytea,
                execution_time timestamptz NOT NULL, picked boolean NOT NULL, picked_by text,
                last_success timestamptz, last_failure timestamptz, consecutive_failures integer,
                last_heartbeat timestamptz, version bigint NOT NULL, priority smallint,
                PRIMARY KEY (task_name, task_instance));
            CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time);
            CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat);
            CREATE INDEX priority_execution_time_idx ON scheduled_tasks (priority DESC, execution_time ASC)""", "TRUNCATE scheduled_tasks", """
            INSERT INTO scheduled_tasks (task_name, task_instance, task_data, execution_time, picked, version)
            SELECT 'send', id, convert_to(payload, 'UTF8'), at, false, 1 FROM event ORDER BY number""");

    /** It creates its tables itself. */
    static final JobQueue.Table OF_GRAPHILE_WORKER =
            new JobQueue.Table("graphile", "", "TRUNCATE graphile_worker._private_jobs", """
            , task AS (
                INSERT INTO graphile_worker._private_tasks (identifier) VALUES ('send')
                ON CONFLICT (identifier) DO UPDATE SET identifier = excluded.identifier RETURNING id)
            INSERT INTO graphile_worker._private_jobs (task_id, payload, run_at)
            SELECT task.id, payload::json, at FROM event, task ORDER BY number""");

    private JobTables() {}
}
