# Bắt đầu: make run. Mọi thứ cần thêm được cài vào .tools/ và .venv/ của thư mục này.
PORT ?= 8000
HOST ?= 127.0.0.1
STAGE ?= closed
ARGS ?=
PYTHON3 ?= python3
PY := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test test-fast lint fix check seed samples bench dev tools

help: ## Danh sách lệnh
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

run: tools ## Chạy cổng thông tin trên máy này (PORT=8000, HOST=127.0.0.1)
	@exec $(PY) scripts/serve.py --host $(HOST) --port $(PORT)

test: dev ## Mọi kiểm thử: SQLite, rồi PostgreSQL + Redis; có worker và trình duyệt thật (ARGS=… cho pytest)
	@exec $(PY) scripts/test.py $(ARGS)

test-fast: dev ## Kiểm thử không cần dịch vụ nào, dưới 30 giây
	@exec $(PY) -m pytest -q -m "fast and not postgres" $(ARGS)

lint: dev ## Kiểm tra mã: ruff, hướng import, kiểu, mẫu trang, migration
	@exec $(PY) scripts/lint.py

fix: dev ## Tự sửa định dạng mã
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format --quiet .

check: lint test ## Những gì máy kiểm tra tự động chạy: lint rồi test

seed: tools ## Dữ liệu minh họa tới một bước: STAGE=empty|registered|submitted|reviewed|nominated|decided|closed
	@$(PY) scripts/prepare.py --stage $(STAGE)

samples: tools ## Mọi tệp PDF, Word, Excel từ dữ liệu minh họa, vào out/
	@exec $(PY) scripts/samples.py

bench: dev ## So sánh hiệu năng trong benchmarks/, mỗi con số một dòng JSON
	@exec $(PY) -m benchmarks $(ARGS)

tools:
	@$(PYTHON3) scripts/bootstrap.py

dev:
	@$(PYTHON3) scripts/bootstrap.py --dev
