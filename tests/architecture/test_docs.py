"""Documents made from code are current; every clause of the plan has a file and a test that exist."""

import re

import pytest
from django.conf import settings

from config.management.commands import write_docs

ROOT = settings.BASE_DIR
CLAUSES = write_docs.clauses()


def test_generated_documents_are_current():
    stale = {
        path.relative_to(ROOT).as_posix()
        for path, text in write_docs.documents().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    assert stale == set(), "run manage.py write_docs"


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause["code"])
def test_every_clause_has_a_file_and_a_test_that_exist(clause):
    home = write_docs.home_of(clause["code"])
    assert home is not None, f"{clause['code']} has no home"
    assert (ROOT / home["file"]).exists(), home["file"]
    assert write_docs.test_address(home["test"]), home["test"]


def test_every_home_is_used():
    used = {write_docs.home_of(clause["code"])["clause"] for clause in CLAUSES}
    assert {home["clause"] for home in write_docs.homes()} == used


def test_decisions_are_numbered_without_gap_and_have_three_parts():
    paths = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in paths] == [f"{n:04d}" for n in range(1, len(paths) + 1)]
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert all(f"## {part}" in text for part in ("Context", "Decision", "Consequences")), path.name


def test_glossary_names_exist_in_the_code():
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for app in ["core", "units", "campaign", "criteria", "awards", "reports"]
        for path in (ROOT / app).rglob("*.py")
    )
    rows = re.findall(r"^\| [^|]+ \| `([^`]+)`", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"), re.M)
    assert len(rows) > 30
    assert {name for name in rows if not re.search(rf"\b{re.escape(name.rsplit('.', 1)[-1])}\b", code)} == set()
