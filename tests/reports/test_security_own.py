"""Two clicks at once open one report, and what is taken off a line leaves a trace."""

import pytest
from django.db.models.query import QuerySet

from core.models import AuditEvent
from reports.models import Evidence, SelfReport
from reports.rules import Figures
from reports.services import reports as services
from tests.factories import make_user
from tests.reports.factories import EARLY, make_desk, pdf
from units.enums import Role

pytestmark = pytest.mark.django_db


def test_the_second_of_two_clicks_finds_the_report_of_the_first(period, commune, monkeypatch):
    """The other request stores its report after this one has looked and before it writes."""
    officer, first = make_user(Role.OFFICER, commune), []
    look = QuerySet.first

    def late(rows):
        found = look(rows)
        if rows.model is SelfReport and not first:
            first.append(SelfReport.objects.create(period=period, unit=commune))
        return found

    monkeypatch.setattr(QuerySet, "first", late)
    assert services.open_report(period, commune, by=officer, now=EARLY) == first[0]
    assert not AuditEvent.objects.filter(action="self_report.open").exists()


def test_a_file_taken_off_a_line_is_in_the_log(period):
    desk, yes = make_desk(period), {"TT-01": Figures(yes=True)}
    services.save_entries(desk.report, yes, by=desk.officer, uploads={"TT-01": (pdf(), "")})
    evidence = Evidence.objects.select_related("file").get()
    services.save_entries(desk.report, yes, by=desk.officer, removals=frozenset({evidence.pk}))
    event = AuditEvent.objects.get(action="self_report.evidence_removed")
    stored = evidence.file
    assert event.data == {"line": "TT-01", "name": stored.name, "sha256": stored.sha256, "file": str(stored.pk)}
    assert event.actor == desk.officer.username
