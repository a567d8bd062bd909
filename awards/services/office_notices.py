"""Thông báo of Phòng Nội vụ to the units whose nominees are not awarded: drafted all at once, numbered, sent (VI.2)."""

import re
from collections import defaultdict
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from awards.enums import CONCLUDED, OfficePaperKind, RoundState
from awards.models import AwardRound, Dossier, OfficePaper
from awards.papers.office_notice import draft_notice
from awards.selectors.outcomes import Refusal, refusals
from awards.services.office_papers import confirm, keep, lock_editable, lock_round, save_paper
from campaign.models import Period
from core import audit
from core.text import clean, date_short, two_digits
from core.workflow import TransitionDenied
from units.selectors import officers_of
from units.services.notices import tell

NUMBER = re.compile(r"(?!0+/)\d{1,5}/TB[-\w]*", re.ASCII | re.IGNORECASE)
NUMBER_HELP = "Số thông báo viết như 12/TB-PNV: số, gạch chéo, rồi ký hiệu bắt đầu bằng TB."


@transaction.atomic
def draft_notices(award_round: AwardRound, *, by) -> int:
    """A thông báo for each unit that has refused nominees and none yet; returns how many were made."""
    award_round = _lock_finished(award_round, by)
    there = set(_notices(award_round).values_list("dossier_id", flat=True))
    wanted = {pk: rows for pk, rows in _by_dossier(award_round).items() if pk not in there}
    dossiers = Dossier.objects.filter(pk__in=wanted).select_related("unit").order_by("unit__sort", "unit_id")
    made = []
    for dossier in dossiers:
        dossier.round = award_round
        body = draft_notice(dossier, wanted[dossier.pk], by)
        made.append(OfficePaper(round=award_round, kind=OfficePaperKind.THONG_BAO, dossier=dossier, body=body))
    OfficePaper.objects.bulk_create(made)
    if made:
        audit.append("office_paper.draft_notices", award_round, by=by, data={"count": len(made)})
    return len(made)


def _lock_finished(award_round: AwardRound, by) -> AwardRound:
    award_round = lock_round(award_round, by)
    if award_round.state not in CONCLUDED:
        raise TransitionDenied("Chỉ thông báo kết quả khi đợt khen thưởng đã có quyết định hoặc đã chuyển cấp trên.")
    return award_round


def _notices(award_round: AwardRound):
    return award_round.office_papers.filter(kind=OfficePaperKind.THONG_BAO)


def _by_dossier(award_round: AwardRound) -> dict[int, list[Refusal]]:
    found = defaultdict(list)
    for row in refusals(award_round):
        found[row.nominee.dossier_id].append(row)
    return found


@transaction.atomic
def redraft_notice(paper: OfficePaper, *, by) -> OfficePaper:
    """Throws the edited texts and reasons away and drafts them again."""
    paper = lock_editable(paper, by)
    paper.body = draft_notice(paper.dossier, _by_dossier(paper.round)[paper.dossier_id], by)
    return keep(paper, "office_paper.redraft", by)


@transaction.atomic
def save_notice(paper: OfficePaper, texts: dict[str, str], *, by, number: str, day: date | None) -> OfficePaper:
    """Keeps texts, number and day; each may stay open until it is sent."""
    paper = save_paper(paper, texts, by=by)
    number = _written(number)
    if (paper.number, paper.day) == (number, day):
        return paper
    paper.number, paper.day = number, day
    _lock_years(paper.round, day)
    _refuse_bad_number(paper)
    _refuse_bad_day(paper)
    return keep(paper, "office_paper.number", by)


def _lock_years(award_round: AwardRound, day: date | None) -> None:
    """After the round, the years whose numbers are asked (as `rounds` does): of the round, and of a day in the next."""
    years = {award_round.period.year} | ({day.year} if day else set())
    list(Period.objects.select_for_update().filter(year__in=years).order_by("year", "pk"))


def _written(number: str) -> str:
    """ "9/TB-PNV" as offices write it: 09/TB-PNV; what is no number stays, to be refused."""
    number = clean(number)
    digits, _, symbol = number.partition("/")
    return f"{two_digits(int(digits))}/{symbol}" if NUMBER.fullmatch(number) else number


def _refuse_bad_number(paper: OfficePaper) -> None:
    """Numbers of a year run once: no two thông báo share one (trigger)."""
    if not paper.number:
        return
    if not NUMBER.fullmatch(paper.number):
        raise ValidationError({"number": NUMBER_HELP})
    same = OfficePaper.objects.filter(kind=OfficePaperKind.THONG_BAO, number=paper.number).exclude(pk=paper.pk)
    year = paper.day.year if paper.day else None
    for other in same.select_related("dossier__unit"):
        if other.day is None or year is None or other.day.year == year:
            unit = other.dossier.unit.short_name
            raise ValidationError({"number": f"Số {paper.number} đã dùng cho thông báo gửi {unit}. Nhập số khác."})


def _refuse_bad_day(paper: OfficePaper) -> None:
    if paper.day is None:
        return
    if paper.day > timezone.localdate():
        raise ValidationError({"day": "Ngày thông báo không được ở tương lai. Chọn hôm nay hoặc ngày đã ký."})
    first = first_day(paper.round)
    if paper.day < first:
        raise ValidationError({"day": f"Ngày thông báo phải từ {date_short(first)} (ngày có kết quả của đợt) trở đi."})


def first_day(award_round: AwardRound) -> date:
    """The day of the decision, or of the letter to the level that decides."""
    return award_round.decision.signed_on if award_round.state == RoundState.DECIDED else award_round.forwarded_on


@transaction.atomic
def number_notices(award_round: AwardRound, *, by, first: str, day: date) -> int:
    """Numbers all that have none yet, one after the other from `first` on, in the order of the units, with one day."""
    award_round = _lock_finished(award_round, by)
    first = clean(first)
    if not NUMBER.fullmatch(first):
        raise ValidationError({"first": NUMBER_HELP})
    _lock_years(award_round, day)
    start, _, symbol = first.partition("/")
    rows = _notices(award_round).filter(number="", confirmed_at=None).select_related("dossier__unit")
    papers = list(rows.order_by("dossier__unit__sort", "dossier__unit_id"))
    for place, paper in enumerate(papers):
        paper.round, paper.day = award_round, day
        paper.number = f"{two_digits(int(start) + place)}/{symbol}"
        try:
            _refuse_bad_number(paper)
            _refuse_bad_day(paper)
        except ValidationError as wrong:
            key = "day" if "day" in wrong.message_dict else "first"
            raise ValidationError({key: wrong.messages}) from wrong
        keep(paper, "office_paper.number", by)
    return len(papers)


@transaction.atomic
def send_notice(paper: OfficePaper, *, by) -> OfficePaper:
    """Confirmed is sent: the unit's officers see it and are told; it never changes again (trigger)."""
    paper = lock_editable(paper, by)
    if not paper.number or paper.day is None:
        raise TransitionDenied("Thông báo chưa có số và ngày. Nhập số, ngày rồi gửi.")
    paper = confirm(paper, by)
    unit = paper.dossier.unit
    text = f"Thông báo số {paper.number} của Phòng Nội vụ: kết quả xét khen thưởng của {unit.short_name}."
    url = f"{reverse('awards:dossier-detail', args=[paper.dossier_id])}#thong-bao"
    tell(officers_of(unit), text, url, f"award.notice:{paper.pk}")
    return paper


@transaction.atomic
def send_notices(award_round: AwardRound, *, by) -> tuple[int, list[str]]:
    """Sends all that are whole; returns how many, and what keeps each of the others, as sentences."""
    award_round = _lock_finished(award_round, by)
    sent, kept = 0, []
    for paper in _notices(award_round).filter(confirmed_at=None).select_related("dossier__unit", "round"):
        try:
            with transaction.atomic():
                send_notice(paper, by=by)
        except TransitionDenied as refusal:
            kept.append(f"{paper.dossier.unit.short_name}: {refusal}")
        else:
            sent += 1
    return sent, kept
