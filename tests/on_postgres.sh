#!/usr/bin/env bash
# The tests of the tables and of the acts, on a real PostgreSQL that is started and removed here.
# Without arguments: tests/store, tests/actions and tests/api; with arguments, those.
set -euo pipefail
cd "$(dirname "$0")/.."
here=tests/on_postgres.sh

if [ -z "${CHAPIAO_ON_POSTGRES:-}" ]; then
  if ! command -v pg_virtualenv >/dev/null; then
    echo "没有 pg_virtualenv（Debian 软件包 postgresql-common），PostgreSQL 上的测试没有执行"
    exit 0
  fi
  CHAPIAO_ON_POSTGRES=1 exec pg_virtualenv -t -c --locale=C.UTF-8 -o fsync=off -- bash "$here" "$@"
fi

export DATABASE_URL="postgresql://${PGUSER}:${PGPASSWORD:-}@${PGHOST}:${PGPORT:-5432}/postgres"
[ $# -gt 0 ] || set -- tests/store tests/actions tests/api
exec .venv/bin/pytest -q "$@"
