"""Award rounds: create one from the plan with its slots, change it while open, propose, send back, forward."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from awards import rules
from awards.enums import NomineeKind, PaperKind, RoundState, SessionState
from awards.models import AwardRound, AwardSlot
from awards.selectors.comments import listing_in_force
from awards.services.office_papers import ready_proposal
from awards.services.round_defaults import round_defaults
from awards.workflow import ROUND
from campaign.models import Period
from core import audit, transitions
from core.text import date_short
from core.workflow import TransitionDenied
from units.enums import Role


def _office_only(by) -> None:
    if Role.APPRAISER not in by.roles:
        raise TransitionDenied("Anh/chị không có quyền lập đợt khen thưởng. Việc này của Phòng Nội vụ.")


@transaction.atomic
def create_round(period: Period, *, by, **fields) -> AwardRound:
    """A round of a kind with its slots (5 collectives; 7 direct-only and 3 open individuals in 2023)."""
    _office_only(by)
    award_round = AwardRound(period=period, **(round_defaults(period, fields.get("kind")) | fields))
    _check(award_round)
    award_round.save()
    _make_slots(award_round)
    audit.append("award_round.create", award_round, by=by, data=_settings(award_round))
    return award_round


@transaction.atomic
def update_round(award_round: AwardRound, *, by, **fields) -> AwardRound:
    """Changes settings of an open round and makes its slots anew; a quota below what is listed is refused."""
    _office_only(by)
    award_round = AwardRound.objects.select_for_update().get(pk=award_round.pk)
    if award_round.state != RoundState.OPEN:
        raise TransitionDenied("Đợt khen thưởng đã trình Chủ tịch nên không sửa thiết lập được nữa.")
    _refuse_other_comment_time(award_round, fields)
    _refuse_other_kind(award_round, fields)
    for field, value in fields.items():
        setattr(award_round, field, value)
    _check(award_round)
    _refuse_smaller_than_list(award_round)
    award_round.save()
    award_round.slots.all().delete()
    _make_slots(award_round)
    audit.append("award_round.update", award_round, by=by, data=_settings(award_round))
    return award_round


def _refuse_other_kind(award_round: AwardRound, fields: dict) -> None:
    """Dossiers are put together, appraised and voted on for one kind of award."""
    if fields.get("kind", award_round.kind) != award_round.kind and award_round.dossiers.exists():
        text = "Đợt đã có hồ sơ nên không đổi hình thức khen. Lập một đợt khác cho hình thức đó."
        raise ValidationError({"kind": text})


def _refuse_other_comment_time(award_round: AwardRound, fields: dict) -> None:
    """A list put out keeps the time it was put out for: no comment is switched off under those who write."""
    days = award_round.comment_days
    if fields.get("comment_days", days) == days or not (listing := listing_in_force(award_round)):
        return
    raise ValidationError(
        {
            "comment_days": f"Danh sách đang công khai lấy ý kiến đến hết ngày {date_short(listing.until)}. "
            "Rút danh sách đó kèm lý do ở trang “Lấy ý kiến” rồi đổi."
        }
    )


def _check(award_round: AwardRound) -> None:
    """What the model's own rules do not say as a sentence, then those."""
    missing = {
        field: "Chưa có nguồn xác nhận hệ số này; nhập theo văn bản có hiệu lực vào ngày quyết định."
        for field in ("reward_coefficient_collective", "reward_coefficient_individual")
        if getattr(award_round, field) is None
    }
    papers = award_round.papers_required
    if not papers or not set(papers) <= set(PaperKind.values):
        missing["papers_required"] = "Chọn ít nhất một loại giấy tờ trong các loại có sẵn."
    if missing:
        raise ValidationError(missing)
    award_round.full_clean()


def _refuse_smaller_than_list(award_round: AwardRound) -> None:
    from awards.selectors.lists import candidates

    wrong = rules.kept_out(
        candidates(award_round),
        award_round.quota_collective,
        award_round.quota_individual,
        award_round.direct_percent,
    )
    if wrong:
        raise ValidationError(wrong[0].message)


def _make_slots(award_round: AwardRound) -> None:
    collectives, people = award_round.quota_collective or 0, award_round.quota_individual or 0
    direct = rules.direct_only_slots(people, award_round.direct_percent)
    slots = [AwardSlot(round=award_round, kind=NomineeKind.COLLECTIVE, ordinal=n + 1) for n in range(collectives)]
    slots += [
        AwardSlot(round=award_round, kind=NomineeKind.INDIVIDUAL, ordinal=n + 1, direct_only=n < direct)
        for n in range(people)
    ]
    AwardSlot.objects.bulk_create(slots)


def _settings(award_round: AwardRound) -> dict:
    """All that may be set, as the log keeps it."""
    plain = (
        "name", "kind", "quota_collective", "quota_individual", "direct_percent", "base_salary", "signer_title",
        "form_name", "legal_basis", "papers_required", "appraisal_days", "comment_days", "voting_method",
    )  # fmt: skip
    factors = (award_round.reward_coefficient_collective, award_round.reward_coefficient_individual)
    return {
        **{key: getattr(award_round, key) for key in plain},
        "coefficients": [str(factor) for factor in factors],
        "quorum": f"{award_round.quorum_num}/{award_round.quorum_den}",
        "threshold": f"{award_round.threshold_num}/{award_round.threshold_den}",
    }


def lock_year(award_round: AwardRound) -> AwardRound:
    """The round as it stands, then its year: one achievement – one award is judged by one list of the year at a time."""
    rows = AwardRound.objects.select_for_update(of=("self",)).select_related("period__campaign", "period__plan_version")
    award_round = rows.get(pk=award_round.pk)
    Period.objects.select_for_update().get(pk=award_round.period_id)
    return award_round


@transaction.atomic
def propose(award_round: AwardRound, *, by, number: str, day: date) -> AwardRound:
    """Phòng Nội vụ puts the list before the Chairman with its own tờ trình (VI.2).

    A tờ trình that nobody has written is drafted from the list and confirmed here; an edited one must be confirmed.
    """
    award_round = lock_year(award_round)
    if not ROUND.refusal(award_round, "propose", by.roles):  # else the step below refuses with its sentence
        if wrong := proposal_faults(award_round, number, day, today=timezone.localdate()):
            raise ValidationError(wrong)
        ready_proposal(award_round, by=by)
    return transitions.apply(
        ROUND,
        award_round,
        "propose",
        by=by,
        proposal_number=number.strip(),
        proposal_date=day,
        proposed_at=timezone.now(),
        sent_back_reason="",
    )


def proposal_faults(award_round: AwardRound, number: str, day: date, *, today: date) -> dict[str, str]:
    """What is wrong with number and day of the tờ trình, by field; it speaks of a meeting that has been held."""
    found = {}
    if wrong := number_fault(number.strip()):
        found["number"] = wrong
    last = award_round.sessions.filter(state=SessionState.CLOSED).order_by("held_at").last()
    met = timezone.localdate(last.held_at) if last else None
    if day > today:
        found["day"] = "Ngày tờ trình không được ở tương lai. Chọn hôm nay hoặc ngày đã ký."
    elif met and day < met:
        found["day"] = f"Ngày tờ trình phải từ ngày họp Hội đồng ({date_short(met)}) trở đi."
    return found


def number_fault(number: str) -> str:
    """What is wrong with the number of a tờ trình of Phòng Nội vụ; "" when nothing is."""
    if re.fullmatch(r"(?!0+/)[0-9]{1,5}/TTr[-\w]*", number):
        return ""
    return "Số tờ trình viết như 45/TTr-PNV: số, gạch chéo, rồi ký hiệu bắt đầu bằng TTr."


@transaction.atomic
def send_back(award_round: AwardRound, *, by, reason: str) -> AwardRound:
    """The Chairman returns the list with a reason; Phòng Nội vụ may change it again."""
    return transitions.apply(ROUND, award_round, "send_back", by=by, reason=reason, sent_back_reason=reason.strip())


@transaction.atomic
def forward_round(award_round: AwardRound, *, by, number: str, day: date) -> AwardRound:
    """IV.2.2: the Chairman asks the level that decides this kind of award, by a letter with number and day."""
    award_round = lock_year(award_round)
    if wrong := letter_faults(award_round, number, day, today=timezone.localdate()):
        raise ValidationError(wrong)
    return transitions.apply(ROUND, award_round, "forward", by=by, forwarded_number=number.strip(), forwarded_on=day)


def letter_faults(award_round: AwardRound, number: str, day: date, *, today: date) -> dict[str, str]:
    """What is wrong with number and day of the letter to the other level, by field."""
    found = {}
    if not re.fullmatch(r"[0-9]{1,5}/[^\W_][\w-]*", number.strip()):
        found["number"] = "Số văn bản viết như 120/TTr-UBND: số, gạch chéo, rồi ký hiệu."
    if day > today:
        found["day"] = "Ngày văn bản không được ở tương lai. Chọn hôm nay hoặc ngày đã ký."
    elif award_round.proposal_date and day < award_round.proposal_date:
        proposed = date_short(award_round.proposal_date)
        found["day"] = f"Ngày văn bản phải từ ngày tờ trình của Phòng Nội vụ ({proposed}) trở đi."
    return found
