#!/bin/sh
# Gives the Kafka user of each service the password of its variable, e.g. INGEST_PASSWORD. Safe to repeat: a changed password is set.
set -eu
# A file, because the list of processes shows arguments.
umask 077
file=$(mktemp)
trap 'rm -f "$file"' EXIT
for service in ingest transcription enrichment persistence gateway; do
  variable="$(echo "$service" | tr '[:lower:]' '[:upper:]')_PASSWORD"
  printf 'SCRAM-SHA-512=password=%s\n' "$(printenv "$variable")" > "$file"
  "${KAFKA_CONFIGS:-/opt/kafka/bin/kafka-configs.sh}" --bootstrap-server "$KAFKA_BROKERS" --command-config "$KAFKA_OPERATOR" \
    --alter --entity-type users --entity-name "earshot_$service" --add-config-file "$file"
done
