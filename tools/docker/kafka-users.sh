#!/bin/sh
# Gives the Kafka user of each service the password of its variable, e.g. INGEST_PASSWORD. Safe to repeat: a changed password is set.
# With KAFKA_TOPIC_PREFIX, the names of the users begin with that prefix.
set -eu
# A file, because the list of processes shows arguments.
umask 077
file=$(mktemp)
trap 'rm -f "$file"' EXIT
for service in ingest transcription enrichment persistence gateway; do
  variable="$(echo "$service" | tr '[:lower:]' '[:upper:]')_PASSWORD"
  password=$(printenv "$variable") && [ -n "$password" ] || { echo "$variable is missing or empty" >&2; exit 1; }
  # Kafka reads the file as Java properties, in which a backslash begins an escape.
  printf 'SCRAM-SHA-512=password=%s\n' "$password" | sed 's/\\/\\\\/g' > "$file"
  "${KAFKA_CONFIGS:-/opt/kafka/bin/kafka-configs.sh}" --bootstrap-server "$KAFKA_BROKERS" --command-config "$KAFKA_OPERATOR" \
    --alter --entity-type users --entity-name "${KAFKA_TOPIC_PREFIX:-}earshot_$service" --add-config-file "$file"
done
