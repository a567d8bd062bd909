"""The Chairman's decision: one transaction that checks, assigns slots, numbers, freezes and hands over to printing."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from awards import reward
from awards.enums import NomineeKind
from awards.models import Award, AwardRound, AwardSlot, Certificate, Decision, Nominee
from awards.selectors.listed import listed
from awards.services.council import place_of
from awards.services.styles import snapshot
from awards.workflow import ROUND
from campaign.models import Period
from core import audit, jobs, transitions
from core.digest import digest
from core.models import Job
from core.numbering import next_number
from core.text import date_long, no_break
from core.workflow import TransitionDenied

DECISION_SYMBOL = "QĐ-UBND"
REGISTER_SERIES = "giay-khen"
PRINT_JOB = "awards.certificates"
_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford: none that a reader takes for another
_TOKEN_LENGTH = 28  # signs of 5 bits each, more than 128 bits, in seven groups of four


def new_token() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_TOKEN_LENGTH))


# --- signing -----------------------------------------------------------------


@transaction.atomic
def decide_round(round: AwardRound, *, by, signed_on: date) -> Decision:
    """IV.2: decides the proposed list. Everything or nothing: numbers, awards, certificates to print, log, job.

    Raises TransitionDenied with the first sentence that stands against it.
    """
    round = (
        AwardRound.objects.select_for_update(of=("self",))
        .select_related("period__campaign", "period__plan_version")
        .get(pk=round.pk)
    )
    # the places of the plan belong to the year: two rounds of one year are decided one after the other
    Period.objects.select_for_update().get(pk=round.period_id)
    ROUND.check(round, "decide", by.roles)
    if refused := date_refusal(round, signed_on, today=timezone.localdate()):
        raise TransitionDenied(refused)
    nominees = listed(round)
    placed = assign_slots(nominees, round.slots.filter(award__isnull=True).order_by("ordinal"), round.quotas)
    signer = round.signer_name or by.full_name
    decision = _store(round, nominees, by=by, signed_on=signed_on, signer=signer)
    _register(decision, nominees, placed)
    transitions.apply(ROUND, round, "decide", by=by)
    audit.append("decision.sign", decision, by=by, data={"sha256": decision.sha256, "awards": len(nominees)})
    order_printing(decision, by=by)
    return decision


def _register(decision: Decision, nominees: list[Nominee], placed: dict[int, AwardSlot | None]) -> None:
    registers = {row["nominee"]: row["register"] for row in decision.content["awards"]}
    for nominee in nominees:
        enter_award(decision, nominee, placed[nominee.pk], register=registers[nominee.pk])


def enter_award(decision: Decision, nominee: Nominee, slot: AwardSlot | None, *, register: int) -> Award:
    """Enters one award in the sổ khen thưởng, with a Giấy khen that waits to be printed; a taken slot is refused (UNIQUE)."""
    award = Award.objects.create(
        decision=decision,
        nominee=nominee,
        slot=slot,
        kind=nominee.kind,
        direct=nominee.is_direct,
        register_number=register,
        register_year=decision.year,
        reward_amount=reward_of(decision.round, nominee.kind),
    )
    Certificate.objects.create(award=award, token=new_token())
    return award


def order_printing(decision: Decision, *, by) -> Job:
    """The job that prints what is not printed yet; an open one is returned instead of a second."""
    return jobs.enqueue(
        PRINT_JOB,
        args={"decision": decision.pk},
        label=f"In Giấy khen theo {decision}",
        by=by,
        dedupe=str(decision.pk),
        total=decision.awards.count(),
    )


def date_refusal(round: AwardRound, signed_on: date, *, today: date) -> str:
    if signed_on > today:
        return "Ngày ký không được ở tương lai. Hãy chọn ngày hôm nay hoặc ngày đã ký."
    if round.proposal_date and signed_on < round.proposal_date:
        return (
            f"Ngày ký phải từ ngày {round.proposal_date:%d/%m/%Y} (ngày tờ trình của Phòng Nội vụ) trở đi. "
            "Hãy chọn lại ngày ký."
        )
    return ""


# --- slots and money -----------------------------------------------------------------


def assign_slots(
    nominees: Iterable[Nominee], free: Iterable[AwardSlot], quotas: Mapping[str, int | None]
) -> dict[int, AwardSlot | None]:
    """IV.2.1, IV.2 Lưu ý: direct people fill the direct-only slots first, leaders only the others.

    A kind whose quota is None needs no slot; a quota of 0 has none. Raises TransitionDenied when the slots run out.
    """
    free = list(free)
    placed: dict[int, AwardSlot | None] = {}
    for nominee in nominees:
        if quotas[nominee.kind] is None:
            placed[nominee.pk] = None
            continue
        fitting = [slot for slot in free if slot.kind == nominee.kind and (nominee.is_direct or not slot.direct_only)]
        if not fitting:
            raise TransitionDenied(f"Không còn suất khen thưởng cho {nominee}. Hãy trả lại danh sách để điều chỉnh.")
        placed[nominee.pk] = max(fitting, key=lambda slot: slot.direct_only)
        free.remove(placed[nominee.pk])
    return placed


def reward_of(round: AwardRound, kind: str) -> int:
    """Đồng for one award of this kind, by the coefficients and the base salary of the round."""
    collective = kind == NomineeKind.COLLECTIVE
    factor = round.reward_coefficient_collective if collective else round.reward_coefficient_individual
    return reward.reward(round.base_salary, factor)


# --- what is frozen --------------------------------------------------------------------


def _store(round: AwardRound, nominees: list[Nominee], *, by, signed_on: date, signer: str) -> Decision:
    year = signed_on.year
    number = next_number(DECISION_SYMBOL, year)
    head = {"number": number, "number_text": f"{number:02d}/{DECISION_SYMBOL}", "signed_on": signed_on.isoformat()}
    registers = {nominee.pk: next_number(REGISTER_SERIES, year) for nominee in nominees}
    awards = [_award_line(round, nominee, registers[nominee.pk], year) for nominee in nominees]
    content = {**head, **_frame(round, signer), **_style(round), "awards": awards}
    return Decision.objects.create(
        round=round,
        number=number,
        year=year,
        number_text=head["number_text"],
        signed_on=signed_on,
        signer_title=round.signer_title,
        signer_name=signer,
        content=content,
        sha256=digest(content),
        decided_by=by,
        decided_at=timezone.now(),
    )


def draft_content(round: AwardRound, *, signer: str) -> dict:
    """What the decision would say today, without its number and date."""
    awards = [_award_line(round, nominee, None, None) for nominee in listed(round)]
    return {"number": None, "number_text": "", "signed_on": None, **_frame(round, signer), "awards": awards}


def _frame(round: AwardRound, signer: str) -> dict:
    """Everything but number, date and list, so that later changes of settings never reach a signed paper."""
    campaign = round.period.campaign
    names = ("parent_organ", "organ", "authority", "place", "appraising_office", "council_name")
    minutes = round.sessions.exclude(minutes_number="").order_by("-closed_at").first()
    return {
        **{name: getattr(campaign, name) for name in names},
        "campaign": campaign.title,
        "plan": {"number": round.period.plan_version.number, "digest": round.period.plan_version.digest},
        "round": round.name,
        "legal_basis": list(round.legal_basis),
        "proposal": _proposal(round),
        "minutes": minutes.minutes_number if minutes else "",
        "achievement": round.achievement_text,
        "signer_title": round.signer_title,
        "signer_name": signer,
        "reward": {kind.value: reward_of(round, kind) for kind in NomineeKind},
    }


def _style(round: AwardRound) -> dict:
    """How its papers are painted; the portal's own design on A4 needs no word."""
    return {"style": snapshot(round.style)} if round.style else {}


def _proposal(round: AwardRound) -> str:
    office = round.period.campaign.appraising_office
    head = f"Trưởng {office[:1].lower()}{office[1:]}"
    number = f" số {round.proposal_number}" if round.proposal_number else ""
    day = f" {no_break(date_long(round.proposal_date))}" if round.proposal_date else ""
    return f"Theo đề nghị của {head} tại Tờ trình{number}{day}"


def _award_line(round: AwardRound, nominee: Nominee, register: int | None, year: int | None) -> dict:
    return {
        "nominee": nominee.pk,
        "kind": nominee.kind,
        "honorific": nominee.honorific,
        "name": nominee.name,
        "position": place_of(nominee),
        "unit": nominee.unit.name,
        "direct": nominee.is_direct,
        "reward": reward_of(round, nominee.kind),
        "register": register,
        "register_text": f"{register:04d}/{year}" if register else "",
    }
