-- Values of a JSON object, for the views: null where the value is not there or is of another kind, so that one odd object
-- never fails a query. Each is one expression, which PostgreSQL puts into the query.

CREATE OR REPLACE FUNCTION stripe.number_of(value jsonb) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN jsonb_typeof(value) = 'number' AND abs(value::numeric) < 9e18 THEN value::bigint END
$$;

CREATE OR REPLACE FUNCTION stripe.boolean_of(value jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN jsonb_typeof(value) = 'boolean' THEN value::boolean END
$$;

-- Seconds since 1970.
CREATE OR REPLACE FUNCTION stripe.time_of(value jsonb) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN jsonb_typeof(value) = 'number' AND abs(value::numeric) < 1e11 THEN to_timestamp(value::float8) END
$$;

-- Of an object that is named by its id, or stands there itself (expanded).
CREATE OR REPLACE FUNCTION stripe.id_of(value jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE jsonb_typeof(value) WHEN 'string' THEN value #>> '{}' WHEN 'object' THEN value ->> 'id' END
$$;

-- The elements of a list of Stripe's, or of a plain array.
CREATE OR REPLACE FUNCTION stripe.elements_of(value jsonb) RETURNS SETOF jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_array_elements(CASE WHEN jsonb_typeof(value) = 'array' THEN value
        WHEN jsonb_typeof(value -> 'data') = 'array' THEN value -> 'data' ELSE '[]' END)
$$;
