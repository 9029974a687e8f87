#!/bin/bash
# Run by the postgres image once, on an empty volume. Two roles: the owner migrates the schema, the service
# gets by those migrations what it may do and no more, so that it can neither change the ledger nor a table.
set -euo pipefail

# psql reads the passwords itself: on its command line every process of the container could see them.
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set owner_password `cat "${ARREARS_SECRETS:-/run/arrears-secrets}/owner"`
\set service_password `cat "${ARREARS_SECRETS:-/run/arrears-secrets}/service"`
CREATE ROLE arrears_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE arrears_service LOGIN PASSWORD :'service_password';
CREATE DATABASE arrears OWNER arrears_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE arrears FROM PUBLIC;
GRANT CONNECT ON DATABASE arrears TO arrears_service;
\connect arrears
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO arrears_service;
SQL
