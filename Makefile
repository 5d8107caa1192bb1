# 公文工坊: every everyday command. `make help` lists them.

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
# One file stays on one worker, so what a file prepares for its tests is prepared once.
PYTEST_ARGS ?= -n 2 --dist loadfile

DEMO_DATA := fixtures/campaigns/jiangguanchi
DEMO_OUT := out/demo

# Written when the environment agrees with setup.cfg: for running, and for developing too.
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
# For the benchmarks: what they compare with, from PyPI and from npm.
BENCH_STAMP := $(VENV)/.installed-bench
NODE_HOME := $(VENV)/node
BENCH_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench bundle clean system system-tests fonts

help: ## 列出可用的命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: fonts ## 准备运行环境：系统库、字体、虚拟环境 .venv

demo: setup ## 准备环境，并用示例行动生成全部单位的 Word 和 PDF
	$(BIN)/gongwen build $(DEMO_DATA) -o $(DEMO_OUT) --units all --formats docx,pdf
	@echo
	@echo '示例已生成，请看 $(DEMO_OUT)：每个单位一个文件夹，另有合并打印件和清单 manifest.json。'

test: $(DEV_STAMP) fonts ## 准备环境和测试工具，并运行全部测试
	$(BIN)/pytest $(PYTEST_ARGS)

check: $(DEV_STAMP) fonts ## 提交前的全部检查：格式、静态检查、类型、分层、测试
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest $(PYTEST_ARGS)

bench: $(BENCH_STAMP) $(NODE_HOME)/.installed fonts ## 与同类工具比快慢，写进 docs/benchmarks.md；BENCH_ARGS=--quick 只试跑
	$(BIN)/python benchmarks --node $(NODE_HOME) $(BENCH_ARGS)

bundle: $(RUN_STAMP) ## 做离线安装包 dist/gongwen-….tar.gz，给没有外网的服务器；别的机器见 docs/install.md
	$(BIN)/python scripts/make_bundle.py

clean: ## 删除生成的文件和缓存（保留 .venv）
	rm -rf out build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage*
	find generator tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

# The steps below are run by the commands above.

system:
	@scripts/setup_system.sh

system-tests:
	@scripts/setup_system.sh --tests

$(BIN)/python: | system
	"$$(scripts/find_python.sh)" -m venv $(VENV)

$(RUN_STAMP): setup.cfg pyproject.toml | system $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(DEV_STAMP): setup.cfg pyproject.toml | system-tests $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $(RUN_STAMP) $@

$(BENCH_STAMP): setup.cfg pyproject.toml | system-tests $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@touch $(RUN_STAMP) $@

# Without npm its peers are missing from the table, which says so.
$(NODE_HOME)/.installed: benchmarks/package.json benchmarks/package-lock.json | $(BIN)/python
	@mkdir -p $(NODE_HOME) && cp $^ $(NODE_HOME)
	@if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund --prefix $(NODE_HOME); \
	    else echo '没有 npm，不与 npm 上的工具比（装上 Node 20 以上再运行）。'; fi
	@touch $@

fonts: $(RUN_STAMP)
	@$(BIN)/python -m generator.render.fonts --install || echo '字体没有装全，PDF 暂用别的字体；联网后执行 make setup 即可补上。'
