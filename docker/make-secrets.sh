#!/bin/sh
# Makes the passwords of the database's three roles, and the two URLs that the service reads, each in a file
# for its reader only. What is there is kept: the database knows the passwords of its first start.
#
# Runs as root in the database's image, which knows the user postgres. The service's user is the Dockerfile's.
set -eu
umask 077
folder=${1:-/run/arrears-secrets}
service_uid=10001

# 32 random bytes in hexadecimal digits, which no URL needs to escape.
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

# keep FILE OWNER CONTENT: written aside and renamed, so that a power cut leaves a whole file or none.
keep() {
  [ -s "$folder/$1" ] && return
  printf '%s' "$3" > "$folder/$1.new"
  chown "$2" "$folder/$1.new"
  chmod 0400 "$folder/$1.new"
  mv "$folder/$1.new" "$folder/$1"
}

chmod 0755 "$folder"
keep superuser root "$(random)"
keep owner postgres "$(random)"
keep service postgres "$(random)"
keep migration-database-url "$service_uid" "postgresql://arrears_owner:$(cat "$folder/owner")@db:5432/arrears"
keep database-url "$service_uid" "postgresql://arrears_service:$(cat "$folder/service")@db:5432/arrears"
