"""Award rounds: create one from the plan with its slots, change its settings while open, propose, send back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from awards import reward, rules
from awards.enums import AwardKind, NomineeKind, RoundState
from awards.models import AwardRound, AwardSlot
from awards.services.office_papers import ready_proposal
from awards.workflow import ROUND
from campaign.models import Period
from core import audit, transitions
from core.text import date_long
from core.workflow import TransitionDenied
from units.enums import Role

ISSUERS = {"decree": ("Nghị định", " của Chính phủ"), "circular": ("Thông tư", " của Bộ trưởng Bộ Nội vụ")}


def round_defaults(period: Period) -> dict:
    """IV.2: what the plan version says about the round of this year; what it leaves open is our giả định."""
    data, campaign = period.plan_version.data, period.campaign
    planned = next((row for row in data["award_rounds"] if row["year"] == period.year), None)
    kind = planned["award_kinds"][0] if planned else AwardKind.GIAY_KHEN_HUYEN.value
    if planned and AwardKind.GIAY_KHEN_HUYEN in planned["award_kinds"]:
        kind = AwardKind.GIAY_KHEN_HUYEN.value
    limits = _limits(data, planned["code"], kind) if planned else {}
    on = date(period.year, 12, 31)
    return {
        "name": planned["name"] if planned else f"Khen thưởng phong trào thi đua năm {period.year}",
        "kind": kind,
        "quota_collective": limits.get("collectives"),
        "quota_individual": limits.get("individuals"),
        "direct_percent": data["direct_share"]["direct_percent"],
        "form_name": form_name(data, on),
        "legal_basis": legal_basis(data, on),
        "achievement_text": (
            f"Đã có thành tích xuất sắc trong phong trào thi đua “{campaign.title}” năm {period.year}"
        ),
        "reward_coefficient_collective": reward.coefficient(collective=True),
        "reward_coefficient_individual": reward.coefficient(collective=False),
        "base_salary": reward.base_salary_on(on).amount,
        "signer_title": campaign.signer_title,
        "signer_name": campaign.signer_name,
    }


def _limits(data: dict, code: str, kind: str) -> dict:
    return next((row for row in data["quotas"] if row["round"] == code and row["award_kind"] == kind), {})


def _in_force(data: dict, on: date) -> list[dict]:
    day = on.isoformat()
    return [
        row
        for row in data["legal_bases"]
        if str(row.get("valid_from", "")) <= day <= str(row.get("valid_to", "9999-12-31"))
    ]


def legal_basis(data: dict, on: date) -> list[str]:
    """The căn cứ lines in force on a day; laws, then decrees, then circulars, then the plan itself."""
    return [*(_basis_line(row) for row in _in_force(data, on)), f"Căn cứ {data['plan']['name']}"]


def _basis_line(row: dict) -> str:
    name, number = row["name"], row.get("number", "")
    if not number:
        return f"Căn cứ {name}"
    issued = date_long(date.fromisoformat(str(row["issued_on"])))
    if row["type"] == "law":
        return f"Căn cứ {name} số {number} {issued}"
    word, issuer = ISSUERS[row["type"]]
    return f"Căn cứ {word} số {number} {issued}{issuer}" + ("" if name.startswith(word) else f" {name}")


def form_name(data: dict, on: date) -> str:
    """ "Mẫu số 07, Nghị định số 91/2017/NĐ-CP" while that decree is in force; a number not confirmed stays empty."""
    row = next((row for row in _in_force(data, on) if row.get("form")), None)
    return f"{row['form']}, Nghị định số {row['number']}" if row else ""


def _office_only(by) -> None:
    if Role.APPRAISER not in by.roles:
        raise TransitionDenied("Anh/chị không có quyền lập đợt khen thưởng. Việc này của Phòng Nội vụ.")


@transaction.atomic
def create_round(period: Period, *, by, **fields) -> AwardRound:
    """A round with its slots (5 collectives; 7 direct-only and 3 open individuals in 2023)."""
    _office_only(by)
    award_round = AwardRound(period=period, **(round_defaults(period) | fields))
    award_round.full_clean()
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
    for field, value in fields.items():
        setattr(award_round, field, value)
    award_round.full_clean()
    _refuse_smaller_than_list(award_round)
    award_round.save()
    award_round.slots.all().delete()
    _make_slots(award_round)
    audit.append("award_round.update", award_round, by=by, data=_settings(award_round))
    return award_round


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
    keys = ("name", "kind", "quota_collective", "quota_individual", "direct_percent", "base_salary", "signer_title")
    return {key: getattr(award_round, key) for key in keys}


@transaction.atomic
def propose(award_round: AwardRound, *, by, number: str, day: date) -> AwardRound:
    """Phòng Nội vụ puts the list before the Chairman with its own tờ trình (VI.2).

    A tờ trình that nobody has written is drafted from the list and confirmed here; an edited one must be confirmed.
    """
    rows = AwardRound.objects.select_for_update(of=("self",)).select_related("period__campaign", "period__plan_version")
    award_round = rows.get(pk=award_round.pk)
    if not ROUND.refusal(award_round, "propose", by.roles):  # else the step below refuses with its sentence
        ready_proposal(award_round, by=by)
    return transitions.apply(
        ROUND,
        award_round,
        "propose",
        by=by,
        proposal_number=number,
        proposal_date=day,
        proposed_at=timezone.now(),
        sent_back_reason="",
    )


@transaction.atomic
def send_back(award_round: AwardRound, *, by, reason: str) -> AwardRound:
    """The Chairman returns the list with a reason; Phòng Nội vụ may change it again."""
    return transitions.apply(ROUND, award_round, "send_back", by=by, reason=reason, sent_back_reason=reason.strip())


@transaction.atomic
def forward_round(award_round: AwardRound, *, by, number: str, day: date) -> AwardRound:
    """IV.2.2: the Chairman asks the level that decides this kind of award, by a letter with number and day."""
    return transitions.apply(ROUND, award_round, "forward", by=by, forwarded_number=number, forwarded_on=day)
