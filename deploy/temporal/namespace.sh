#!/bin/sh
# Makes the namespace and the one search attribute that workflows are started with. Safe to run at every start.
# TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE say where; the temporal command reads both by itself.
set -eu
attribute=CadenceCampaign

until temporal operator cluster health >/dev/null 2>&1; do
  echo "waiting for Temporal at $TEMPORAL_ADDRESS"
  sleep 1
done

temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
  # Histories hold no personal data; a month of them lets an auditor read what happened.
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 30d

# A new namespace needs a moment before it can be changed.
tries=30
until temporal operator search-attribute list 2>/dev/null | grep -qw "$attribute"; do
  temporal operator search-attribute create --name "$attribute" --type Keyword >/dev/null 2>&1 || true
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || { echo "error: $attribute could not be registered" >&2; exit 1; }
  sleep 1
done
echo "namespace $TEMPORAL_NAMESPACE is ready"
