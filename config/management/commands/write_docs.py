"""Writes the documents that are made from code: the workflow diagrams and the table from clause to file to test."""

import re
import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from config.workflows import workflows
from core.workflow import Workflow

DOCS = settings.BASE_DIR / "docs"
PLAN = settings.BASE_DIR / "criteria" / "plans" / "dak_song_2023_2025.toml"
WORDS = 12  # of a clause, enough to recognise it


def diagram(flow: Workflow) -> str:
    rows = [
        f"| {step.label} | {', '.join(flow.states[s] for s in step.sources)} | {flow.states.get(step.target, 'giữ nguyên')} "
        f"| {', '.join(sorted(step.roles))} | {'có' if step.needs_reason else ''} |"
        for step in flow.transitions
    ]
    return "\n".join(
        [
            f"# {flow.name}",
            "",
            "Made by `manage.py write_docs`; a test compares it with the code.",
            "",
            "```mermaid",
            flow.as_mermaid().rstrip(),
            "```",
            "",
            "| bước | từ | đến | vai trò | cần lý do |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def homes() -> list[dict[str, str]]:
    return tomllib.loads((DOCS / "plan-to-code.toml").read_text(encoding="utf-8"))["homes"]


def clauses() -> list[dict[str, str]]:
    return tomllib.loads(PLAN.read_text(encoding="utf-8"))["clauses"]


def home_of(code: str) -> dict[str, str] | None:
    """The entry with the longest clause that is this one or stands above it."""
    fitting = [home for home in homes() if code == home["clause"] or code.startswith(home["clause"] + ".")]
    return max(fitting, key=lambda home: len(home["clause"]), default=None)


@cache
def _tests_in(folder: str) -> dict[str, str]:
    """function name -> file, below a folder of tests."""
    return {
        name: path.relative_to(settings.BASE_DIR).as_posix()
        for path in sorted((settings.BASE_DIR / folder).rglob("test_*.py"))
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.M)
    }


def test_address(named: str) -> str:
    """ "tests/awards::test_three_papers" -> "tests/awards/test_rules.py::test_three_papers"; "" when there is none."""
    folder, _, name = named.partition("::")
    file = _tests_in(folder).get(name)
    return f"{file}::{name}" if file else ""


def plan_to_code() -> str:
    lines = [
        "# From the plan to the code",
        "",
        "Every clause of the plan, the rule it became, the file that keeps the rule, the test that goes red without it.",
        "Made from `plan-to-code.toml` by `manage.py write_docs`; a test checks that every clause is here and that every",
        "file and test exists.",
        "",
        "| clause | words | rule | file | test |",
        "| --- | --- | --- | --- | --- |",
    ]
    for clause in clauses():
        words = " ".join(clause["text"].split()[:WORDS]).replace("|", "/")
        home = home_of(clause["code"]) or {"rule": "?", "file": "?", "test": "?"}
        lines.append(
            f"| {clause['code']} | {words} | {home['rule']} | `{home['file']}` | `{test_address(home['test'])}` |"
        )
    return "\n".join(lines) + "\n"


def documents() -> dict[Path, str]:
    made = {DOCS / "workflows" / f"{name}.md": diagram(flow) for name, flow in workflows().items()}
    return made | {DOCS / "plan-to-code.md": plan_to_code()}


class Command(BaseCommand):
    help = "Ghi lại docs/workflows/*.md và docs/plan-to-code.md từ mã nguồn."

    def handle(self, *args, **options):
        for path, text in documents().items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(str(path.relative_to(settings.BASE_DIR)))
