#!/usr/bin/env bash
# Makes .venv with the Python given, and puts uv into it. Says what is missing, in words.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:-python3}

if ! command -v "$python" >/dev/null; then
  echo "没有找到 $python。请先安装 Python 3.11 或更新版本。（Python 3.11 or newer is needed.）" >&2
  exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "需要 Python 3.11 或更新版本，$python 是 $("$python" -V 2>&1 | cut -d' ' -f2)；可用 make PYTHON=python3.11 指定。" >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  # Debian keeps these two in a package of their own.
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq </dev/null >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv </dev/null >/dev/null 2>&1 || true
  fi
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "$python 缺少 venv 模块，请先运行：sudo apt-get install python3-venv" >&2
    exit 1
  fi
fi

echo "正在准备 .venv（只在第一次和依赖变化时）……"
"$python" -m venv --clear .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
