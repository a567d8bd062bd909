"""The database itself refuses what the services refuse: constraints and triggers, each provoked."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from core.workflow import TransitionDenied
from reports.models import Entry, Evidence, SelfReport, Submission
from reports.services import evidence, sending
from tests.reports.factories import EARLY, make_desk, make_report_at, pdf, send

pytestmark = pytest.mark.django_db


def refused(action) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        action()


DRAFT_BREAKS = {
    "a time": {"submitted_at": EARLY},
    "late": {"late": True},
    "born submitted": {"state": "submitted", "submitted_at": EARLY},
    "born with a bonus": {"bonus": 1, "bonus_reason": "Tốt."},
    "born with minus points": {"minus": 1, "minus_reason": "Lỗi."},
}


@pytest.mark.parametrize("broken", DRAFT_BREAKS.values(), ids=DRAFT_BREAKS)
def test_a_report_is_born_as_a_plain_draft(period, commune, broken):
    refused(lambda: SelfReport.objects.create(period=period, unit=commune, **broken))
    assert SelfReport.objects.create(period=period, unit=commune).pk


def test_a_report_keeps_to_its_constraints(period):
    report = SelfReport.objects.filter(pk=make_report_at("submitted", period).report.pk)
    for broken in (
        {"submitted_at": None},
        {"accepted_at": EARLY},
        {"bonus": Decimal("10.5"), "bonus_reason": "Tốt."},
        {"bonus": Decimal(-1), "bonus_reason": "Tốt."},
        {"bonus": Decimal(1)},
        {"minus": Decimal(1)},
        {"minus": Decimal(101), "minus_reason": "Lỗi."},
        {"minus": Decimal(-1), "minus_reason": "Lỗi."},
        {"state": "lost"},
    ):
        refused(lambda broken=broken: report.update(**broken))
    assert report.update(bonus=10, bonus_reason="Tốt.", minus=100, minus_reason="Lỗi.") == 1


def test_one_report_a_unit_and_year(period):
    desk = make_desk(period)
    refused(lambda: SelfReport.objects.create(period=period, unit=desk.unit))


ENTRY_BREAKS = {
    "negative a": {"a": -1, "b": 2},
    "negative b": {"b": -1},
    "negative value": {"value": -1},
    "born accepted": {"verdict": "accepted", "reviewed_at": EARLY},
}


@pytest.mark.parametrize("broken", ENTRY_BREAKS.values(), ids=ENTRY_BREAKS)
def test_a_broken_line_is_not_stored(period, broken):
    desk = make_desk(period)
    indicator = period.plan_version.indicators.get(code="X-02")
    refused(lambda: Entry.objects.create(report=desk.report, indicator=indicator, **broken))
    assert Entry.objects.create(report=desk.report, indicator=indicator, a=2, b=2).pk


UNSOUND = {
    "a above b": {"a": 3, "b": 2},
    "a without b": {"a": 3},
    "nothing of nothing": {"a": 0, "b": 0},
    "n/a without note": {"na": True},
    "n/a with a figure": {"na": True, "note": "Không có.", "value": 1},
    "n/a with a story": {"na": True, "note": "Không có.", "text": "Có."},
}


@pytest.mark.parametrize("unsound", UNSOUND.values(), ids=UNSOUND)
def test_a_line_that_is_not_right_is_kept_but_never_sent(period, unsound):
    desk = make_report_at("draft", period)
    line = Entry.objects.filter(report=desk.report, indicator__code="X-02")
    empty = {"a": None, "b": None}
    line.update(**empty | unsound)
    with pytest.raises(TransitionDenied, match="Hồ sơ công việc tại cấp xã"):
        sending.present_report(desk.report, by=desk.officer, now=EARLY)
    row = SelfReport.objects.filter(pk=desk.report.pk)
    row.update(presented_at=EARLY, presented_by="x")
    sent = {"state": "submitted", "submitted_at": EARLY, "presented_at": None, "presented_by": ""}
    refused(lambda: row.update(**sent))
    row.update(presented_at=None, presented_by="")
    line.update(a=2, b=2, value=None, text="", na=False, note="")
    refused(lambda: row.update(**sent))  # nobody presented it
    row.update(presented_at=EARLY, presented_by="x")
    refused(lambda: line.update(a=1))  # it lies on the head's desk
    assert row.update(**sent) == 1


VERDICT_BREAKS = {
    "returned without reason": {"verdict": "returned", "reviewed_at": EARLY},
    "adjusted without reason": {"verdict": "adjusted", "reviewed_at": EARLY},
    "unknown": {"verdict": "maybe", "reviewed_at": EARLY, "reason": "x"},
    "without time": {"verdict": "accepted"},
    "adjusted figure of an accepted line": {"verdict": "accepted", "reviewed_at": EARLY, "adjusted_value": 1},
    "a above b": {"verdict": "adjusted", "reviewed_at": EARLY, "reason": "x", "adjusted_a": 3, "adjusted_b": 2},
    "negative": {"verdict": "adjusted", "reviewed_at": EARLY, "reason": "x", "adjusted_value": -2},
}


def test_a_broken_verdict_is_not_stored(period):
    line = Entry.objects.filter(pk=make_report_at("submitted", period).entry("X-02").pk)
    for broken in VERDICT_BREAKS.values():
        refused(lambda broken=broken: line.update(**broken))
    assert line.update(verdict="adjusted", reviewed_at=EARLY, reason="x", adjusted_a=1, adjusted_b=2) == 1


def test_one_line_an_indicator(period):
    desk = make_report_at("draft", period)
    refused(lambda: Entry.objects.create(report=desk.report, indicator=desk.entry("X-02").indicator))


# --- triggers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"a": 1}, {"b": 200}, {"value": 1}, {"yes": True}, {"text": "x"}, {"note": "x"}])
def test_a_sent_line_does_not_change(period, change):
    desk = make_report_at("submitted", period)
    refused(lambda: Entry.objects.filter(pk=desk.entry("X-02").pk).update(**change))
    draft = make_report_at("draft", period)
    assert Entry.objects.filter(pk=draft.entry("X-02").pk).update(note="Được sửa.") == 1


@pytest.mark.parametrize("state", ["submitted", "accepted", "returned"])
def test_lines_are_neither_added_nor_removed_after_sending(period, state):
    desk = make_report_at(state, period)
    foreign = period.plan_version.indicators.get(code="PB-01")
    refused(lambda: Entry.objects.create(report=desk.report, indicator=foreign))
    refused(lambda: Entry.objects.filter(pk=desk.entry("X-02").pk)._raw_delete("default"))


def test_after_a_return_only_the_returned_line_changes(period):
    desk = make_report_at("returned", period)
    refused(lambda: Entry.objects.filter(pk=desk.entry("X-02").pk).update(a=1))
    line = desk.report.entries.get(verdict="returned")
    assert Entry.objects.filter(pk=line.pk).update(note="Đã bổ sung.") == 1


@pytest.mark.parametrize("state", ["draft", "returned", "accepted"])
def test_a_verdict_is_given_only_while_the_report_waits(period, state):
    desk = make_report_at(state, period)
    entry = Entry.objects.filter(pk=desk.entry("X-02").pk)
    refused(lambda: entry.update(verdict="returned", reason="Sai.", reviewed_at=EARLY))
    waiting = Entry.objects.filter(pk=make_report_at("submitted", period).entry("X-02").pk)
    assert waiting.update(verdict="returned", reason="Sai.", reviewed_at=EARLY) == 1


def test_an_accepted_report_is_final(period):
    desk = make_report_at("accepted", period)
    report = SelfReport.objects.filter(pk=desk.report.pk)
    for change in ({"late": True}, {"bonus": 1, "bonus_reason": "x"}, {"state": "draft", "submitted_at": None}):
        refused(lambda change=change: report.update(**change))


@pytest.mark.parametrize("state", ["submitted", "returned", "accepted"])
def test_a_sent_report_is_not_deleted(period, state):
    desk = make_report_at(state, period)
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("DELETE FROM reports_selfreport WHERE id = %s", [desk.report.pk]))
    draft = make_desk(period)
    assert draft.report.delete()[1] == {"reports.SelfReport": 1}


def test_a_report_takes_no_short_cut(period):
    draft = SelfReport.objects.filter(pk=make_report_at("draft", period).report.pk)
    refused(lambda: draft.update(state="accepted", submitted_at=EARLY, accepted_at=EARLY))
    refused(lambda: draft.update(state="returned", submitted_at=EARLY, return_reason="x"))
    sent = SelfReport.objects.filter(pk=make_report_at("submitted", period).report.pk)
    refused(lambda: sent.update(state="accepted", accepted_at=EARLY))  # lines wait
    refused(lambda: sent.update(state="returned", return_reason="x"))  # no line is returned
    refused(lambda: sent.update(unit=make_desk(period).unit))
    assert sent.update(bonus=1, bonus_reason="Mô hình.") == 1
    refused(lambda: draft.update(bonus=1, bonus_reason="Mô hình."))


def test_a_returned_report_has_its_reason(period):
    desk = make_report_at("submitted", period)
    Entry.objects.filter(pk=desk.entry("X-02").pk).update(verdict="returned", reason="Sai.", reviewed_at=EARLY)
    report = SelfReport.objects.filter(pk=desk.report.pk)
    refused(lambda: report.update(state="returned"))
    assert report.update(state="returned", return_reason="Xem lại.") == 1


def test_evidence_follows_its_line(period):
    desk = make_report_at("draft", period)
    proof = evidence.add_evidence(desk.entry("X-02"), pdf(), by=desk.officer)
    rows = Evidence.objects.filter(pk=proof.pk)
    refused(lambda: rows.update(reference="khác"))
    send(desk, now=EARLY)
    refused(lambda: rows._raw_delete("default"))
    refused(lambda: Evidence.objects.create(entry=desk.entry("TT-01"), file=proof.file, added_by="x"))


def test_a_frozen_copy_only_comes_to_be(period):
    desk = make_report_at("submitted", period)
    copies = Submission.objects.filter(report=desk.report)
    refused(lambda: copies.update(sha256="0"))
    refused(lambda: copies._raw_delete("default"))
    copy = copies.get()
    refused(
        lambda: Submission.objects.create(
            report=desk.report, number=1, submitted_at=EARLY, by="x", late=False, snapshot={}, sha256=copy.sha256
        )
    )
