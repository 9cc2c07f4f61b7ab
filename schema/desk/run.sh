#!/bin/sh
# Runs the policy desk as it is built. Builds it first only when the desk's own sources have changed: the policy's files
# are read as they are written, so that an edited rule needs no build.
set -u
cd "$(dirname "$0")/../.."
built=schema/dist/desk/main.js
changed() {
  find schema -name dist -prune -o -name '*.ts' -newer "$built" \
    ! -name '*.rules.ts' ! -name agencies.ts ! -name letter.ts ! -name categories.ts ! -name promises.ts ! -name arguments.ts -print 2>/dev/null
}
if [ ! -f "$built" ] || [ -n "$(changed)" ]; then
  export TURBO_TELEMETRY_DISABLED=1
  build() { npx turbo run build --filter=@kompass/schema --output-logs=errors-only; }
  build >/dev/null 2>&1 || build >&2 || [ -f "$built" ] || exit 2
  touch "$built"
fi
exec node "$built" "$@"
