-- Products.
-- More in docs/objects.md. Leave it as it is: a view of your own over it may have more columns.
CREATE OR REPLACE VIEW stripe.product_v AS SELECT
    id,
    account,
    livemode,
    stripe.time_of(data -> 'created') AS created,
    data ->> 'name' AS name,
    stripe.boolean_of(data -> 'active') AS active,
    data ->> 'description' AS description,
    stripe.id_of(data -> 'default_price') AS default_price,
    data ->> 'type' AS type,
    stripe.id_of(data -> 'tax_code') AS tax_code,
    data ->> 'unit_label' AS unit_label,
    data ->> 'url' AS url,
    NULLIF(data -> 'images', 'null') AS images,
    stripe.boolean_of(data -> 'shippable') AS shippable,
    data ->> 'statement_descriptor' AS statement_descriptor,
    stripe.time_of(data -> 'updated') AS updated,
    NULLIF(data -> 'metadata', 'null') AS metadata,
    deleted,
    ambiguous,
    api_version,
    event_id,
    event_type,
    to_timestamp(event_created) AS event_created,
    received_at,
    data
FROM stripe.object WHERE object = 'product';
