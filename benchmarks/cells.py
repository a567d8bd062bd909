"""F7: the p95 of saving one cell of a full report, beside a view behind the same door that does one UPDATE."""

import json
from datetime import datetime
from itertools import count

from django.http import JsonResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from benchmarks.measure import compare_p95
from config.demo.figures import figures
from reports.models import Entry, SelfReport
from reports.selectors.rows import indicators_of
from reports.services.reports import open_report, save_entries
from units.access import roles
from units.enums import Role
from units.models import Appointment


@require_POST
@roles(Role.OFFICER)
def one_update(request, pk):
    return JsonResponse({"rows": Entry.objects.filter(pk=pk).update(note=request.POST["note"])})


urlpatterns = [path("mot-cap-nhat/<int:pk>/", one_update), path("", include("config.urls"))]


def full_report(period) -> tuple[SelfReport, object]:
    """Next year's report of a commune with every line filled in, and its officer."""
    post = Appointment.objects.filter(role=Role.OFFICER, unit__kind="CAP_XA").select_related("unit", "user").first()
    later = period.campaign.periods.get(year=period.year + 1)
    now = timezone.make_aware(datetime(later.year, 6, 1))
    report = open_report(later, post.unit, by=post.user, now=now)
    rows = {one.code: figures(one, post.unit, later.year) for one in indicators_of(report)}
    save_entries(report, rows, by=post.user)
    return report, post.user


def cells(period) -> None:
    report, officer = full_report(period)
    client = Client()
    client.force_login(officer)
    line = report.entries.select_related("indicator").get(indicator__code="X-02")
    address = reverse("reports:cells-save", args=[report.period.year, report.unit.code])
    base = count(line.edits.filter(field="note").count())

    def ours():
        number = next(base)
        cell = {"code": "X-02", "field": "note", "value": f"Lần {number}", "base": number}
        body = json.dumps({"user": officer.username, "cells": [cell]})
        assert client.post(address, body, content_type="application/json").json()["cells"][0]["fate"] == "saved"

    def beside():
        assert client.post(f"/mot-cap-nhat/{line.pk}/", {"note": f"Lần {next(base_of_theirs)}"}).json() == {"rows": 1}

    base_of_theirs = count()
    with override_settings(ROOT_URLCONF="benchmarks.cells"):
        ours()
        beside()
        compare_p95("F7", "p95: save one cell; a view with one UPDATE", ours, beside, goal="<= 2.5")
