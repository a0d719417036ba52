-- Run once, by the image of PostgreSQL and as its superuser, while the data is new (docker-compose.yml).
-- The gateway logs in as tollgate: owner of one database, and nothing else. What flows do there, it does as tollgate_flows.
\getenv password TOLLGATE_PASSWORD
CREATE ROLE tollgate LOGIN PASSWORD :'password';
CREATE ROLE tollgate_flows;
GRANT tollgate_flows TO tollgate;
CREATE DATABASE tollgate OWNER tollgate;
REVOKE ALL ON DATABASE tollgate FROM PUBLIC;
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
