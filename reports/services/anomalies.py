"""The anomaly desk: what is odd is found anew by a job; a reviewer says what was looked at. Nothing is rejected by it."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max

from campaign.models import Period
from core import audit, jobs
from core.models import Job, JobState
from core.workflow import TransitionDenied
from reports.anomalies import Finding, find
from reports.anomaly_input import Reading, read_district
from reports.enums import ReportState
from reports.models import Anomaly, SelfReport
from reports.rules import REASON_LIMIT
from reports.selectors.anomalies import JOB
from units.enums import Role

STARTS_OVER = 3
GONE = "Điểm này đã được xem, hoặc vừa được tính lại. Anh/chị xem danh sách mới bên dưới."


def queue_anomalies(period: Period, *, by=None) -> Job:
    """Asks for a new reckoning; nobody is named when a report came in, so no unit can follow the work.

    A job that still waits will read what was just sent, so it serves; one that runs may have read before.
    """
    args = {"period": period.pk, **({"by": by.get_username()} if by else {})}
    if waiting := Job.objects.filter(kind=JOB, state=JobState.QUEUED, args=args).first():
        return waiting
    number = Job.objects.filter(kind=JOB, args=args).count() + 1
    dedupe = f"{period.pk}:{by.pk if by else ''}:{number}"
    return jobs.enqueue(JOB, args=args, label=f"Tìm điểm bất thường năm {period.year}", by=by, dedupe=dedupe)


def ask_again(period: Period, *, by) -> Job:
    """The reviewer's button."""
    _require_reviewer(by)
    return queue_anomalies(period, by=by)


Place = tuple[int, int | None, str]  # report, indicator, kind


@dataclass(frozen=True)
class Reckoning:
    """What is odd in the sent reports of a year, and `sent`: how many there were and when the newest came in."""

    sent: tuple[int, datetime | None]
    reports: list[int]
    found: dict[Place, Finding]


def find_anomalies(period: Period, *, now: datetime) -> int:
    """Finds what is odd in all sent reports of a year; returns how many reports were read.

    A whole year is read and compared before anything is locked, so a report may come in meanwhile: then it starts over,
    three times at most, and the job of that report follows anyhow.
    """
    reckoning = reckon(period)
    for _ in range(STARTS_OVER):
        if keep(period, reckoning, now=now):
            return len(reckoning.reports)
        reckoning = reckon(period)
    keep(period, reckoning, now=now, anyway=True)
    return len(reckoning.reports)


def reckon(period: Period) -> Reckoning:
    """Reads and compares; writes nothing."""
    sent = _sent(period)  # before the reading: what comes in while it is read is then told by `keep`
    reading = read_district(period)
    found = {_place(one, reading): one for one in find(reading.district)}
    return Reckoning(sent, [sheet.key for sheet in reading.district.sheets], found)


@transaction.atomic
def keep(period: Period, reckoning: Reckoning, *, now: datetime, anyway: bool = False) -> bool:
    """Writes a reckoning, one at a time, unless reports were sent or taken back since: then nothing, and False.

    What was seen stays seen while its reason is the same. Rows of a report that was taken back are left alone.
    """
    Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    if _sent(period) != reckoning.sent and not anyway:
        return False
    found, rows = reckoning.found, Anomaly.objects.filter(report__in=reckoning.reports)
    before = {(row.report_id, row.indicator_id, row.kind): row for row in rows}
    stays = {place for place, row in before.items() if place in found and found[place].reason == row.reason}
    Anomaly.objects.filter(pk__in=[row.pk for place, row in before.items() if place not in stays]).delete()
    _reweigh([(before[place], found[place]) for place in stays])
    Anomaly.objects.bulk_create(
        (_row(place, one, now) for place, one in found.items() if place not in stays), batch_size=500
    )
    return True


def _sent(period: Period) -> tuple[int, datetime | None]:
    rows = SelfReport.objects.filter(period=period).exclude(state=ReportState.DRAFT)
    found = rows.aggregate(count=Count("pk"), newest=Max("submitted_at"))
    return found["count"], found["newest"]


def _place(one: Finding, reading: Reading) -> Place:
    return one.key, reading.indicators[one.key, one.code] if one.code else None, str(one.kind)


def _row(place: Place, one: Finding, now: datetime) -> Anomaly:
    report, indicator, kind = place
    return Anomaly(
        report_id=report, indicator_id=indicator, kind=kind, weight=one.weight, reason=one.reason, found_at=now
    )


def _reweigh(pairs: list[tuple[Anomaly, Finding]]) -> None:
    changed = [(row, one.weight) for row, one in pairs if row.weight != one.weight]
    for row, weight in changed:
        row.weight = weight
    Anomaly.objects.bulk_update((row for row, _ in changed), ["weight"], batch_size=500)


@transaction.atomic
def mark_seen(anomaly: Anomaly, *, by, now: datetime, note: str = "") -> None:
    """A reviewer has looked and sees no problem; the note says why, if anything needs saying."""
    _require_reviewer(by)
    if len(note) > REASON_LIMIT:
        raise ValidationError(f"Ghi chú dài quá {REASON_LIMIT} ký tự. Hãy rút gọn.")
    fields = {"seen_by": by.get_username(), "seen_at": now, "seen_note": note.strip()}
    if not Anomaly.objects.filter(pk=anomaly.pk, seen_at__isnull=True).update(**fields):
        raise TransitionDenied(GONE)
    _log("anomaly.seen", anomaly, by, note=note.strip())


@transaction.atomic
def mark_unseen(anomaly: Anomaly, *, by) -> None:
    """Takes the word back: somebody should look again."""
    _require_reviewer(by)
    fields = {"seen_by": "", "seen_at": None, "seen_note": ""}
    if not Anomaly.objects.filter(pk=anomaly.pk, seen_at__isnull=False).update(**fields):
        raise TransitionDenied("Điểm này chưa được đánh dấu đã xem, hoặc vừa được tính lại.")
    _log("anomaly.unseen", anomaly, by)


def _require_reviewer(by) -> None:
    if Role.REVIEWER not in by.roles:
        raise TransitionDenied("Chỉ Phòng VH-TT mới xem các điểm bất thường.")


def _log(action: str, anomaly: Anomaly, by, **more: str) -> None:
    line = anomaly.indicator.code if anomaly.indicator else ""
    data = {"line": line, "kind": anomaly.kind, "reason": anomaly.reason, **more}
    audit.append(action, anomaly.report, by=by, data=data)
