#!/usr/bin/env bash
# Everything that must hold, in one command: `make test`, or `make test T=tests/readers` for a part.
# Style, types, floors and the fresh style sheet; then the tests on SQLite; then those of the tables on PostgreSQL.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

step() { printf '\n== %s\n' "$1"; }

# What a test needs beyond Python is fetched where we may; elsewhere those tests say "skipped".
need() { # program, Debian's package
  command -v "$1" >/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    step "安装 $2"
    [ -n "${updated:-}" ] || apt-get update -qq </dev/null >/dev/null 2>&1 || true
    updated=1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${@:2}" </dev/null >/dev/null 2>&1 || true
  fi
  command -v "$1" >/dev/null || echo "没有 $1（Debian 软件包 $2），相关测试会跳过"
}

if [ $# -gt 0 ]; then
  exec $bin/pytest -q "$@" </dev/null
fi

need chromium chromium fonts-noto-cjk
need pg_virtualenv postgresql postgresql-common

failed=()
check() { # name, command…: goes on after a failure, so that one run tells all
  step "$1"
  "${@:2}" </dev/null || failed+=("$1")
}

check "风格" $bin/ruff check --quiet .
check "格式" $bin/ruff format --quiet --check .
check "类型" $bin/mypy
check "楼层" $bin/lint-imports
check "样式表" bash build/css.sh --check
check "测试（PostgreSQL）" bash tests/on_postgres.sh
[ ${#failed[@]} = 0 ] || printf '\n没有通过：%s\n' "${failed[*]}"
# Two at once: every process has a data folder and a database of its own. A file's tests stay together.
check "测试（SQLite）" $bin/pytest -q -rs -n "${CHAPIAO_TEST_JOBS:-2}" --dist loadfile
[ ${#failed[@]} = 0 ]
