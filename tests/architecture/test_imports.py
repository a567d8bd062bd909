"""The contracts of the imports hold: one direction between apps, law without Django, one door to WeasyPrint."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_import_contracts_hold():
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_services_know_no_http():
    told = re.compile(r"from django\.(http|shortcuts|contrib\.messages)|import messages|\brequest\b")
    found = {
        path.relative_to(ROOT).as_posix(): hits
        for path in ROOT.glob("*/services/*.py")
        if (hits := told.findall(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_indicators_of_a_version_are_asked_for_by_the_selector():
    """A version made on a page shares the indicators of the one it was edited from: its own relation is empty."""
    told = re.compile(r"version\.indicators\b|Indicator\.objects\.filter\(plan_version=")
    apps = ("campaign", "criteria", "awards", "reports", "config")
    found = {
        path.relative_to(ROOT).as_posix()
        for app in apps
        for path in (ROOT / app).rglob("*.py")
        if told.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"criteria/management/commands/load_plan.py"}  # counts what a file has just brought in
