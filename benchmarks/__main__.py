"""Runs every figure, or the ones named: `python -m benchmarks F1`."""

import json
import os
import sys
import tempfile

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="thi-dua-do-") as folder:
        os.environ |= {"DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "LOG_LEVEL": "ERROR"}
        import django

        django.setup()
        from benchmarks.figures import FIGURES

        wanted = sys.argv[1:] or list(FIGURES)
        unknown = [name for name in wanted if name not in FIGURES]
        if unknown:
            sys.exit(f"Không có phép đo {', '.join(unknown)}; có: {', '.join(FIGURES)}.")
        for name in wanted:
            print(json.dumps({"id": name} | FIGURES[name](), ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
