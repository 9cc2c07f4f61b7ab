#!/bin/sh
# Starts the subgraph that is named, as it is built. Builds what has changed first, and nothing for a name that there is not.
set -u
cd "$(dirname "$0")/.."
usage='npm run start:subgraph -- NAME starts one of the subgraphs: profile, consent, guidance, settlement.
npm run start:subgraph -- NAME --help tells how it is asked.'
case ${1-} in
  profile | consent | guidance | settlement) ;;
  --help | -h) echo "$usage" && exit ;;
  '') printf 'Name a subgraph.\n\n%s\n' "$usage" >&2 && exit 2 ;;
  *) printf 'There is no subgraph "%s".\n\n%s\n' "$1" "$usage" >&2 && exit 2 ;;
esac
room=$1
shift
TURBO_TELEMETRY_DISABLED=1 node_modules/@turbo/*/bin/turbo run build --output-logs=errors-only --log-order=grouped >&2 || exit
exec node --max-semi-space-size=64 "subgraphs/$room/dist/main.js" "$@"
