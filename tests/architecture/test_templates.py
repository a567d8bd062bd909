"""Templates: none unused, none with inline script or style, none that switches escaping off."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
WEB = [path for path in TEMPLATES if "pdf" not in path.relative_to(ROOT / "templates").parts[:1]]
NAMED_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


def test_there_are_templates():
    assert len(WEB) > 20


@pytest.mark.parametrize("path", WEB, ids=name_of)
def test_no_inline_script_style_or_handler(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_escaping_is_never_switched_off(path):
    assert re.findall(r"\|\s*safe\b|autoescape off", path.read_text(encoding="utf-8")) == []


def test_no_template_is_unused():
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ["config", "core", "units", "campaign", "criteria", "awards", "reports"]
        for path in (ROOT / folder).rglob("*.py")
    ) + "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    unused = {
        name_of(path)
        for path in TEMPLATES
        if name_of(path) not in NAMED_BY_DJANGO
        and not name_of(path).startswith(("registration/", "admin/"))
        and name_of(path) not in code
        and name_of(path).removeprefix("pdf/") not in code
    }
    assert unused == set()


def test_there_is_no_english_loading_word_in_templates():
    words = re.compile(r">\s*(Submit|Save|Delete|Cancel|Edit|Search|Loading|Back|Next|Yes|No|Home|Error)\s*<")
    found = {name_of(path): words.findall(path.read_text(encoding="utf-8")) for path in WEB}
    assert {name: hits for name, hits in found.items() if hits} == {}
