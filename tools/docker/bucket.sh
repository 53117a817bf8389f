#!/bin/sh
# Creates the bucket, and for each service that uses recordings a user with the rights of its policy. Safe to repeat.
set -eu
store() { mc --config-dir /mc "$@"; }
store alias set s3 https://s3:9000 "$MINIO_ROOT_USER" "$MINIO_ROOT_PASSWORD" > /dev/null
store mb --ignore-existing s3/earshot
for service in transcription persistence gateway; do
  prefix=$(echo "$service" | tr '[:lower:]' '[:upper:]')
  key=$(printenv "${prefix}_ACCESS_KEY")
  store admin policy create s3 "earshot-$service" "/policies/$service.json"
  store admin user add s3 "$key" "$(printenv "${prefix}_SECRET_KEY")"
  # Attaching a policy twice is an error.
  store admin policy entities s3 --user "$key" | grep -q "earshot-$service" ||
    store admin policy attach s3 "earshot-$service" --user "$key"
done
