# `make run` starts chapiao; `make test` checks everything. Both set up what they need.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export UV_SYSTEM_CERTS := 1
export PYTHONDONTWRITEBYTECODE :=
PYTHON ?= python3
PORT ?= 8000
DATA ?= data
T ?=
B ?=
BIN := .venv/bin

help: ## 列出所有命令
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

.venv/uv: requirements-uv.lock
	@bash build/venv.sh "$(PYTHON)"
	@touch $@

.venv/run: .venv/uv requirements.lock pyproject.toml
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --offline --no-build-isolation --no-deps -e .
	@touch $@

.venv/dev: .venv/run requirements-dev.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements-dev.lock
	@touch $@

.venv/extras: .venv/run requirements-extras.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements-extras.lock
	@touch $@

extras: .venv/extras ## 加装图片识别（OCR）、HEIC照片和Outlook邮件的读取、OFD画成PNG，约350 MB

setup: .venv/dev ## 建好 .venv，装好锁定的全部依赖

run: .venv/run ## 启动（首次自动建演示数据）；PORT=8000 DATA=data
	@CHAPIAO_FOLLOW=$$PPID exec $(BIN)/chapiao run --port "$(PORT)" --data "$(DATA)"

test: .venv/dev ## 全部检查：格式、类型、楼层、单元、接口、页面、浏览器；只跑一处用 T=tests/readers
	@bash tests/run.sh $(T)

fmt: .venv/dev ## 整理格式
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

lint: .venv/dev ## 代码风格
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: .venv/dev ## 类型
	@$(BIN)/mypy

floors: .venv/dev ## 谁可以引用谁
	@$(BIN)/lint-imports

docs: .venv/dev ## 由规则和接口表重新生成 docs/rules.md、docs/channels.md
	@$(BIN)/python -m tests.make_rules_page
	@$(BIN)/python -m tests.make_channels_page

css: .venv/dev ## 重新生成页面样式
	@bash build/css.sh

bench: .venv/dev ## 测速；只测一项用 B=look-up
	@$(BIN)/python -m bench $(B)

screenshots: .venv/dev ## 重新拍 README 里的截图
	@$(BIN)/python build/screenshots.py

lock: .venv/run ## 重新锁定依赖（带校验和，不含地址）
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q --all-extras pyproject.toml -o requirements-extras.lock
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q --all-extras --group dev pyproject.toml -o requirements-dev.lock
	@printf 'uv\nuv-build\n' | $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q - -o requirements-uv.lock

.PHONY: help extras setup run test fmt lint types floors docs css bench lock screenshots
