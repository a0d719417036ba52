-- The latest state of each of Stripe's objects, whatever order its events come in: the flow object-state keeps it.
CREATE TABLE IF NOT EXISTS stripe.object (
    object        text        NOT NULL, -- as in data.object.object: subscription, checkout.session …
    id            text        NOT NULL,
    account       text,                 -- the connected account; null for one's own
    livemode      boolean     NOT NULL,
    data          jsonb       NOT NULL,
    deleted       boolean     NOT NULL GENERATED ALWAYS AS
        (last_deleted IS NOT NULL AND COALESCE(last_created <= last_deleted, true)) STORED,
    ambiguous     boolean     NOT NULL, -- its latest events are of one second, and do not say which was the last
    api_version   text,
    event_id      text        NOT NULL, -- the event that data is from
    event_type    text        NOT NULL,
    event_created bigint      NOT NULL,
    received_at   timestamptz NOT NULL,
    last_created  bigint[],             -- the second of its latest event ….created, and the object's own created
    last_deleted  bigint[],             -- the same of ….deleted
    previous      jsonb,                -- the event's previous_attributes
    same_second   jsonb                 -- all events of that second, if they are more than one
);

-- When Stripe was asked what the object is, since the events of that second do not say it; see stripe.settle_object.
ALTER TABLE stripe.object ADD COLUMN IF NOT EXISTS settled_at timestamptz;

-- Teams choose the ids of products, prices and coupons, so that two accounts may have the same.
CREATE UNIQUE INDEX IF NOT EXISTS object_key ON stripe.object (object, id, livemode, COALESCE(account, ''));

-- What an object was before an event that says previous_attributes; nulls and what is not there are the same.
CREATE OR REPLACE FUNCTION stripe.object_before(data jsonb, previous jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF jsonb_typeof(data) = 'object' AND jsonb_typeof(previous) = 'object' THEN
        RETURN data || COALESCE(
            (SELECT jsonb_object_agg(key, stripe.object_before(data -> key, value)) FROM jsonb_each(previous)), '{}');
    END IF;
    RETURN previous;
END $$;

-- Which of the events of one second was the last, and whether that had to be guessed. Each event says what the object is
-- after it, and with previous_attributes what it was before: steps, which make one way, and the object is where it ends.
-- ….created is where it begins. What the events do not connect is in parts; of two, the one with ….created came first.
-- One step may be told by events of two types. Of an object that was deleted and made again, the later one counts.
CREATE OR REPLACE FUNCTION stripe.last_of_second(events jsonb, OUT latest jsonb, OUT guessed boolean)
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    WITH RECURSIVE told AS (
        SELECT value, stripe.number_of(value #> '{data,created}') AS made FROM jsonb_array_elements(events)
    ), event AS (
        SELECT value AS event, value ->> 'id' AS id,
            value ->> 'type' LIKE '%.created' AS first, value ->> 'type' LIKE '%.deleted' AS final,
            md5(jsonb_strip_nulls(value -> 'data')::text) AS state,
            CASE WHEN jsonb_typeof(value -> 'previous') = 'object' THEN
                md5(jsonb_strip_nulls(stripe.object_before(value -> 'data', value -> 'previous'))::text) END AS before
        FROM told WHERE made IS NULL OR made = (SELECT max(made) FROM told)
    ), step AS (
        SELECT before, state FROM (
            SELECT before, state, row_number() OVER (PARTITION BY before, state, event ->> 'type') AS times
            FROM event WHERE before <> state) AS each
        GROUP BY before, state, times
    ), beginning AS (
        SELECT min(state) AS state FROM event WHERE first HAVING count(DISTINCT state) = 1
    ), place AS (
        SELECT state, sum(change) AS net, bool_and(change = 0) AS alone,
            EXISTS (SELECT FROM beginning WHERE beginning.state = each.state) AS begins
        FROM (SELECT state, 0 FROM event
              UNION ALL SELECT state, 1 FROM step
              UNION ALL SELECT before, -1 FROM step) AS each (state, change)
        GROUP BY state
    ), reached AS (
        SELECT state AS origin, state FROM place
        UNION
        SELECT origin, CASE step.state WHEN reached.state THEN step.before ELSE step.state END
        FROM reached JOIN step ON reached.state IN (step.state, step.before)
    ), part AS (
        SELECT origin AS state, min(state) AS name FROM reached GROUP BY origin
    ), way AS (
        SELECT name, bool_or(begins) AS begins, CASE
            WHEN bool_and(net = 0) THEN min(state) FILTER (WHERE alone OR begins)
            WHEN max(net) = 1 AND min(net) = -1 AND count(*) FILTER (WHERE net > 0) = 1
                AND NOT bool_or(begins AND net >= 0) THEN min(state) FILTER (WHERE net > 0)
            END AS ends
        FROM place JOIN part USING (state) GROUP BY name
    ), decided AS (
        SELECT ends FROM way
        WHERE (SELECT count(*) FROM way) = 1
            OR NOT begins AND (SELECT count(*) = 2 AND bool_or(begins) FROM way)
    )
    SELECT event.event, NOT final AND state IS DISTINCT FROM (SELECT ends FROM decided) INTO latest, guessed
    FROM event JOIN place USING (state)
    ORDER BY final DESC, state IS NOT DISTINCT FROM (SELECT ends FROM decided) DESC, first, net DESC, id DESC
    LIMIT 1;
END $$;

-- Takes an event in. Any order of the same events, each once or more, ends in the same row. Thin events and what has no id,
-- such as a balance, are left out.
CREATE OR REPLACE FUNCTION stripe.keep_object(event jsonb, received timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    it      CONSTANT jsonb := event #> '{data,object}';
    type    CONSTANT text := event ->> 'type';
    kind    CONSTANT text := COALESCE(it ->> 'object', CASE
                WHEN type LIKE 'customer.subscription.%' THEN 'subscription'
                WHEN type LIKE 'charge.dispute.%' THEN 'dispute'
                ELSE substring(type FROM '(.*)[.]') END);
    second  CONSTANT bigint := COALESCE(extract(epoch FROM stripe.time_of(event -> 'created'))::bigint, 0);
    whose   CONSTANT text := NULLIF(COALESCE(event ->> 'account', event ->> 'user_id',
                substring(event ->> 'context' FROM '[^/]*$')), '');
    live    CONSTANT boolean := COALESCE(stripe.boolean_of(event -> 'livemode'), false);
    own     CONSTANT bigint[] := ARRAY[second, COALESCE(stripe.number_of(it -> 'created'), 0)];
    made    CONSTANT bigint[] := CASE WHEN type LIKE '%.created' THEN own END;
    gone    CONSTANT bigint[] := CASE WHEN type LIKE '%.deleted' THEN own END;
    -- of one second; more than an object can have, and few enough to compare
    most    CONSTANT int := 50;
    known   stripe.object;
    events  jsonb;
    latest  jsonb;
    guessed boolean;
BEGIN
    -- An index has room for 2,704 bytes; Stripe's ids are far shorter.
    IF jsonb_typeof(it -> 'id') IS DISTINCT FROM 'string' OR octet_length(concat(kind, it ->> 'id', whose)) > 2000 THEN
        RETURN;
    END IF;
    INSERT INTO stripe.object AS o (object, id, account, livemode, data, ambiguous, api_version,
        event_id, event_type, event_created, received_at, last_created, last_deleted, previous)
    VALUES (kind, it ->> 'id', whose, live, it, false, event ->> 'api_version',
        event ->> 'id', type, second, received, made, gone, event #> '{data,previous_attributes}')
    ON CONFLICT (object, id, livemode, COALESCE(account, '')) DO UPDATE SET
        data = excluded.data,
        ambiguous = false,
        api_version = excluded.api_version,
        event_id = excluded.event_id,
        event_type = excluded.event_type,
        event_created = excluded.event_created,
        received_at = excluded.received_at,
        last_created = GREATEST(o.last_created, excluded.last_created),
        last_deleted = GREATEST(o.last_deleted, excluded.last_deleted),
        previous = excluded.previous,
        same_second = NULL,
        settled_at = NULL
    WHERE excluded.event_created > o.event_created;
    IF FOUND THEN
        RETURN;
    END IF;
    -- The row is locked since the statement above.
    SELECT * INTO known FROM stripe.object AS o
    WHERE (o.object, o.id, o.livemode, COALESCE(o.account, '')) = (kind, it ->> 'id', live, COALESCE(whose, ''));
    IF second < known.event_created OR known.settled_at IS NOT NULL THEN
        IF COALESCE(made, gone) IS NOT NULL THEN
            UPDATE stripe.object AS o
            SET last_created = GREATEST(o.last_created, made), last_deleted = GREATEST(o.last_deleted, gone)
            WHERE (o.object, o.id, o.livemode, COALESCE(o.account, '')) = (kind, it ->> 'id', live, COALESCE(whose, ''));
        END IF;
        RETURN;
    END IF;

    events := COALESCE(known.same_second, jsonb_build_array(jsonb_build_object('id', known.event_id, 'type', known.event_type,
        'version', known.api_version, 'received', known.received_at, 'data', known.data, 'previous', known.previous)));
    IF events @> jsonb_build_array(jsonb_build_object('id', event -> 'id')) THEN
        RETURN;
    END IF;
    events := events || jsonb_build_object('id', event -> 'id', 'type', type, 'version', event -> 'api_version',
        'received', received, 'data', it, 'previous', event #> '{data,previous_attributes}');
    IF jsonb_array_length(events) <= most THEN
        SELECT * INTO latest, guessed FROM stripe.last_of_second(events);
    ELSE
        events := (SELECT jsonb_agg(value ORDER BY value ->> 'id') FROM (
            SELECT value FROM jsonb_array_elements(events) ORDER BY value ->> 'id' DESC LIMIT most + 1) AS last);
        latest := events -> most;
        guessed := true;
    END IF;
    UPDATE stripe.object AS o SET
        data = latest -> 'data',
        ambiguous = guessed,
        api_version = latest ->> 'version',
        event_id = latest ->> 'id',
        event_type = latest ->> 'type',
        received_at = CAST(latest ->> 'received' AS timestamptz),
        last_created = GREATEST(o.last_created, made),
        last_deleted = GREATEST(o.last_deleted, gone),
        previous = NULL,
        same_second = events
    WHERE (o.object, o.id, o.livemode, COALESCE(o.account, '')) = (kind, it ->> 'id', live, COALESCE(whose, ''));
END $$;

-- What Stripe says an object is, where the events of one second do not: asked after that second, it is at least as new as all of them,
-- and counts until an event of a later second comes. Changes nothing where that has come already, and nothing of an object that is
-- deleted by now: its event says so. The event is one of that second.
CREATE OR REPLACE FUNCTION stripe.settle_object(event jsonb, found jsonb) RETURNS void
LANGUAGE sql AS $$
    UPDATE stripe.object AS o SET data = found, ambiguous = false, previous = NULL, same_second = NULL, settled_at = now()
    WHERE o.ambiguous
        AND (o.object, o.id) = (found ->> 'object', found ->> 'id')
        AND o.livemode = COALESCE(stripe.boolean_of(event -> 'livemode'), false)
        AND COALESCE(o.account, '') = COALESCE(event ->> 'account', event ->> 'user_id',
            substring(event ->> 'context' FROM '[^/]*$'), '')
        AND o.event_created = extract(epoch FROM stripe.time_of(event -> 'created'))::bigint
        AND NOT COALESCE(stripe.boolean_of(found -> 'deleted'), false)
$$;
