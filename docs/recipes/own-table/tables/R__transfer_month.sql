-- What each account got in a month. It runs behind R__transfer.sql, by the order of the names.
-- CREATE OR REPLACE VIEW only adds columns at the end; to change one, drop the view first.
DROP VIEW IF EXISTS stripe.transfer_month;
CREATE VIEW stripe.transfer_month AS
SELECT
    destination,
    currency,
    livemode,
    date_trunc('month', created, 'UTC') AS month,
    sum(amount - amount_reversed) AS amount,
    count(*) AS transfers
FROM stripe.transfer
GROUP BY destination, currency, livemode, date_trunc('month', created, 'UTC');
