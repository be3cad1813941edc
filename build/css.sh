#!/usr/bin/env bash
# Builds the pages' one style sheet from build/css/; `build/css.sh --check` only tells whether it is fresh.
set -euo pipefail
cd "$(dirname "$0")/.."
target=src/chapiao/web/static/web/app.css
made=$target
[ "${1:-}" = "--check" ] && made=$(mktemp --suffix .css)
.venv/bin/tailwindcss --input build/css/app.css --output "$made" --minify 2>&1 | { grep -iE 'error|cannot|invalid|warn' || true; }
if [ "$made" != "$target" ]; then
  cmp --silent "$made" "$target" || { echo "$target 过期了，请运行 make css" >&2; rm -f "$made"; exit 1; }
  rm -f "$made"
fi
