#!/bin/sh
# Makes what docker-compose.yml needs and nobody else may know: passwords and the master key in .env, and certificates in the folder
# secrets. Safe to repeat: what exists stays. To replace a certificate, delete its files and run this again.
#
#   sh tools/docker/make-secrets.sh [FOLDER]      # FOLDER: where docker-compose.yml is; the default is the current folder
set -eu
cd "${1:-.}"
umask 077
touch .env
mkdir -p secrets

add() { grep -q "^$1=" .env || printf '%s=%s\n' "$1" "$2" >> .env; }
password() { add "$1" "$(openssl rand -hex 24)"; }

password POSTGRES_ADMIN_PASSWORD
password POSTGRES_PASSWORD
for service in INGEST TRANSCRIPTION ENRICHMENT PERSISTENCE GATEWAY; do
  password "POSTGRES_${service}_PASSWORD"
  password "KAFKA_${service}_PASSWORD"
done
password S3_ADMIN_PASSWORD
for service in TRANSCRIPTION PERSISTENCE GATEWAY; do
  add "S3_${service}_ACCESS_KEY" "$(openssl rand -hex 10)"
  password "S3_${service}_SECRET_KEY"
done
add EARSHOT_MASTER_KEY "$(openssl rand -base64 32)"

new_key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2> /dev/null; }

# The authority that every container trusts. Its key signs further certificates; keep it away from the containers.
if [ ! -f secrets/authority.key ]; then
  new_key secrets/authority.key
  openssl req -x509 -new -key secrets/authority.key -subj '/CN=Earshot authority' -days 3650 -out secrets/ca.pem
fi

# certificate NAME USAGE: the common name is the host of a server, or the user that a client connects as.
certificate() {
  [ ! -f "secrets/$1.crt" ] || return 0
  new_key "secrets/$1.key"
  printf '%s\n' "subjectAltName=DNS:$1,DNS:localhost,IP:127.0.0.1" "extendedKeyUsage=$2" 'basicConstraints=critical,CA:FALSE' \
    > secrets/extensions
  openssl req -new -key "secrets/$1.key" -subj "/CN=$1" |
    openssl x509 -req -CA secrets/ca.pem -CAkey secrets/authority.key -CAcreateserial -days 825 -extfile secrets/extensions \
      -out "secrets/$1.crt" 2> /dev/null
  cat "secrets/$1.key" "secrets/$1.crt" > "secrets/$1.pem"
  rm secrets/extensions
}
# The broker is also a client of itself.
certificate kafka serverAuth,clientAuth
certificate postgres serverAuth
certificate s3 serverAuth
certificate operator clientAuth

# Containers read these files as users of their own. The folder keeps others on this machine away from them.
chmod 700 secrets
chmod 644 secrets/*
chmod 600 secrets/authority.key
