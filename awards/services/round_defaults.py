"""What a new round starts with: the plan's words for its kind, and the law of a day that the office chooses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from awards import reward
from awards.enums import AwardKind
from awards.selectors.lists import planned_quota
from campaign.models import Period
from core.text import date_long

ISSUERS = {"decree": ("Nghị định", " của Chính phủ"), "circular": ("Thông tư", " của Bộ trưởng Bộ Nội vụ")}
DISTRICT_SIGNS = frozenset({AwardKind.GIAY_KHEN_HUYEN, AwardKind.BANG_KHEN_TINH})  # itself, or the letter up
SIGNERS = {AwardKind.GIAY_KHEN_XA: "CHỦ TỊCH", AwardKind.GIAY_KHEN_THU_TRUONG: "THỦ TRƯỞNG ĐƠN VỊ"}
AUTHORITIES = {
    AwardKind.BANG_KHEN_TINH: "Chủ tịch Ủy ban nhân dân tỉnh",
    AwardKind.GIAY_KHEN_XA: "Chủ tịch Ủy ban nhân dân cấp xã",
    AwardKind.GIAY_KHEN_THU_TRUONG: "Thủ trưởng cơ quan, đơn vị",
}
LAW_FIELDS = (
    "legal_basis", "form_name", "base_salary", "reward_coefficient_collective", "reward_coefficient_individual",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """A setting that another day gives another value: what stands now, and what the law of the day says."""

    field: str
    now: object
    then: object


def law_day(period: Period) -> date:
    """The expected day of tờ trình and decision, until the office names one."""
    return date(period.year, 12, 31)


def authority_of(kind: str, campaign) -> str:
    """Who decides this kind of award."""
    return AUTHORITIES.get(AwardKind(kind), campaign.authority)


def planned_round(data: dict, year: int) -> dict | None:
    return next((row for row in data["award_rounds"] if row["year"] == year), None)


def usual_kind(data: dict, year: int) -> str:
    """IV.2: the kind that the plan names for the year; the district's own where it names several."""
    planned = planned_round(data, year)
    kinds = planned["award_kinds"] if planned else [AwardKind.GIAY_KHEN_HUYEN.value]
    return AwardKind.GIAY_KHEN_HUYEN.value if AwardKind.GIAY_KHEN_HUYEN in kinds else kinds[0]


def round_defaults(period: Period, kind: str | None = None, *, on: date | None = None) -> dict:
    """IV.2: what the plan version says about a round of this year and kind; what it leaves open is our giả định.

    `on` picks căn cứ, form, base salary and coefficients. A coefficient without a known source is None.
    """
    data, campaign = period.plan_version.data, period.campaign
    kind = str(kind or usual_kind(data, period.year))
    limits = planned_quota(period, kind)
    return {
        "name": _name(data, period.year, kind),
        "kind": kind,
        "quota_collective": limits.get("collectives"),
        "quota_individual": limits.get("individuals"),
        "direct_percent": data["direct_share"]["direct_percent"],
        "achievement_text": (
            f"Đã có thành tích xuất sắc trong phong trào thi đua “{campaign.title}” năm {period.year}"
        ),
        **law_of(data, kind, on or law_day(period)),
        **_signer(campaign, kind),
    }


def _name(data: dict, year: int, kind: str) -> str:
    planned = planned_round(data, year)
    name = planned["name"] if planned else f"Khen thưởng phong trào thi đua năm {year}"
    return name if kind == usual_kind(data, year) else f"{name} – {AwardKind(kind).full}"


def _signer(campaign, kind: str) -> dict:
    """Who signs the decision, or for the province the letter that asks for it; below the district it is not known."""
    if kind in DISTRICT_SIGNS:
        return {"signer_title": campaign.signer_title, "signer_name": campaign.signer_name}
    return {"signer_title": SIGNERS[AwardKind(kind)], "signer_name": ""}


# --- the law of a day ----------------------------------------------------------------------------


def law_of(data: dict, kind: str, on: date) -> dict:
    """The settings that the law of a day decides; see LAW_FIELDS."""
    factor = reward.factor_on(kind, on)
    return {
        "form_name": form_name(data, on),
        "legal_basis": legal_basis(data, on),
        "reward_coefficient_collective": factor.collective,
        "reward_coefficient_individual": factor.person,
        "base_salary": reward.base_salary_on(on).amount,
    }


def law_changes(data: dict, kind: str, on: date, now: dict) -> list[Change]:
    """What the law of another day changes in these settings; lines that the office wrote itself stay."""
    lawful = law_of(data, kind, on)
    lawful["legal_basis"] = [*lawful["legal_basis"][:-1], *own_lines(data, now["legal_basis"]), _plan_line(data)]
    changes = (Change(field, now.get(field), lawful[field]) for field in LAW_FIELDS)
    return [change for change in changes if change.now != change.then and change.then is not None]


def own_lines(data: dict, lines: Sequence[str]) -> list[str]:
    """Căn cứ that no law of the plan gives, such as a quy chế of the province."""
    given = {_basis_line(row) for row in data["legal_bases"]} | {_plan_line(data)}
    return [line for line in lines if line not in given]


def _in_force(data: dict, on: date) -> list[dict]:
    day = on.isoformat()
    return [
        row
        for row in data["legal_bases"]
        if str(row.get("valid_from", "")) <= day <= str(row.get("valid_to", "9999-12-31"))
    ]


def legal_basis(data: dict, on: date) -> list[str]:
    """The căn cứ lines in force on a day; laws, then decrees, then circulars, then the plan itself."""
    return [*(_basis_line(row) for row in _in_force(data, on)), _plan_line(data)]


def _plan_line(data: dict) -> str:
    return f"Căn cứ {data['plan']['name']}"


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
