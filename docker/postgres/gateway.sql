-- Run once, by the image of PostgreSQL and as its superuser, while the data is new (docker-compose.yml).
-- The gateway and its flows log in as tollgate: owner of one database, and nothing else.
\getenv password TOLLGATE_PASSWORD
CREATE ROLE tollgate LOGIN PASSWORD :'password';
CREATE DATABASE tollgate OWNER tollgate;
REVOKE ALL ON DATABASE tollgate FROM PUBLIC;
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
