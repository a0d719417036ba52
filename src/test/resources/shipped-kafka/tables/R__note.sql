-- What the flows write.
CREATE TABLE IF NOT EXISTS stripe.note (id text);
