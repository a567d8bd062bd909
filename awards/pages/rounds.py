"""Where a round stands, which way its kind goes, and the changes that the law of another day would make."""

from dataclasses import dataclass
from datetime import date

from awards import reward
from awards.enums import BY_UNITS, AwardKind, DossierState, PaperKind, RoundState, SessionState
from awards.models import AwardRound
from awards.selectors.outside import counted
from awards.services.round_defaults import Change, authority_of, law_changes, planned_round
from campaign.models import Period
from core.text import date_short, format_decimal, format_money

HEADS_NOT_IN_LAW = (
    "Luật Thi đua, khen thưởng 2022 (Điều 80) không nêu trưởng phòng, ban cấp huyện trong những người có thẩm quyền "
    "tặng Giấy khen. Chỉ ghi Giấy khen do người có thẩm quyền ký, như giám đốc doanh nghiệp, hợp tác xã."
)
LABELS = {
    "legal_basis": "Căn cứ pháp lý",
    "form_name": "Mẫu báo cáo thành tích",
    "base_salary": "Mức lương cơ sở",
    "reward_coefficient_collective": "Hệ số tiền thưởng tập thể",
    "reward_coefficient_individual": "Hệ số tiền thưởng cá nhân",
}


@dataclass(frozen=True)
class Step:
    label: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Proposal:
    """One setting that the chosen day changes, as the page puts it before the office."""

    field: str
    label: str
    now: tuple[str, ...]
    then: tuple[str, ...]
    typed: object  # as the form takes it


def decided_elsewhere(award_round: AwardRound) -> bool:
    return award_round.kind != AwardKind.GIAY_KHEN_HUYEN


def round_more(award_round: AwardRound) -> dict:
    """What the page of a round says about its kind."""
    factor = reward.factor_on(award_round.kind, _law_day(award_round))
    return {
        "elsewhere_kind": decided_elsewhere(award_round),
        "no_council": award_round.kind in BY_UNITS,
        "authority": authority_of(award_round.kind, award_round.period.campaign),
        "warning": HEADS_NOT_IN_LAW if award_round.kind == AwardKind.GIAY_KHEN_THU_TRUONG else "",
        "factor_note": factor_note(factor),
        "papers_asked": papers_asked(award_round),
    }


def papers_asked(award_round: AwardRound) -> list[str]:
    return [str(label) for kind, label in PaperKind.choices if kind in award_round.papers_required]


def _law_day(award_round: AwardRound) -> date:
    return award_round.proposal_date or date(award_round.period.year, 12, 31)


def factor_note(factor: reward.Factor) -> str:
    """What is giả định about the coefficients; "" when they are confirmed."""
    if factor.person is None:
        where = f" theo {factor.basis}" if factor.basis else ""
        return f"Chưa có nguồn xác nhận hệ số{where}; Phòng Nội vụ nhập theo văn bản có hiệu lực."
    if not factor.sure:
        return f"Hệ số cũ được hiểu là giữ nguyên trong {factor.basis}; kiểm tra lại văn bản trước khi quyết định."
    return ""


# --- steps ---------------------------------------------------------------------------------------


def round_steps(award_round: AwardRound) -> list[Step]:
    """Where the round stands, from the first dossier to whoever decides."""
    states = list(award_round.dossiers.values_list("state", flat=True))
    sent = [state for state in states if state != DossierState.DRAFT]
    judged = states.count(DossierState.APPRAISED)
    done = [
        ("Đơn vị nộp hồ sơ", bool(sent), f"{len(sent)} hồ sơ đã nộp"),
        ("Phòng Nội vụ thẩm định", bool(sent) and judged == len(sent), f"{judged}/{len(sent)} hồ sơ xong"),
        *([] if award_round.kind in BY_UNITS else _council_steps(award_round)),
        *_last_steps(award_round),
    ]
    current = next((index for index, (_, finished, _) in enumerate(done) if not finished), len(done))
    return [
        Step(label, "done" if finished else "current" if index == current else "todo", note)
        for index, (label, finished, note) in enumerate(done)
    ]


def _council_steps(award_round: AwardRound) -> list[tuple[str, bool, str]]:
    closed = award_round.sessions.filter(state=SessionState.CLOSED).exists()
    listed = award_round.nominees.filter(listed=True).count()
    return [
        ("Hội đồng biểu quyết", closed, "" if closed else "chưa có phiên họp đã kết thúc"),
        ("Lập danh sách", award_round.state != RoundState.OPEN, f"{listed} đối tượng trong danh sách"),
    ]


def _last_steps(award_round: AwardRound) -> list[tuple[str, bool, str]]:
    word, state = award_round.get_state_display(), award_round.state
    if not decided_elsewhere(award_round):
        return [("Chủ tịch quyết định", state == RoundState.DECIDED, word)]
    total, recorded = counted(award_round)
    decided = ("Ghi kết quả của cấp có thẩm quyền", bool(total) and recorded == total, f"{recorded}/{total} đối tượng")
    if award_round.kind in BY_UNITS:
        return [decided]
    return [("Chủ tịch chuyển cấp có thẩm quyền", state == RoundState.FORWARDED, word), decided]


# --- the law of another day ----------------------------------------------------------------------


def proposals(period: Period, kind: str, on: date, now: dict) -> list[Proposal]:
    """What another day would change, as words; nothing is changed before the office ticks it."""
    found = law_changes(period.plan_version.data, kind, on, now)
    return [Proposal(one.field, LABELS[one.field], *_words(one), _typed(one)) for one in found]


def _words(change: Change) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Now and then; of several lines only those that go and those that come."""
    now, then = shown(change, change.now), shown(change, change.then)
    gone, new = tuple(line for line in now if line not in then), tuple(line for line in then if line not in now)
    return (gone or ("không bỏ dòng nào",), new or ("không thêm dòng nào",)) if gone or new else (now, then)


def _typed(change: Change):
    return "\n".join(change.then) if change.field == "legal_basis" else change.then


def shown(change: Change, value) -> tuple[str, ...]:
    if value in (None, "", []):
        return ("để trống",)
    if change.field == "legal_basis":
        return tuple(value)
    if change.field == "base_salary":
        return (format_money(value),)
    return (value if change.field == "form_name" else format_decimal(value),)


def kind_notes(period: Period, kind: str, on: date) -> list[str]:
    """What the office should know before it makes a round of this kind: the plan, the law, the money."""
    planned = planned_round(period.plan_version.data, period.year)
    notes = []
    if kind not in (planned["award_kinds"] if planned else [AwardKind.GIAY_KHEN_HUYEN]):
        label = AwardKind(kind).full
        notes.append(f"Kế hoạch không nêu “{label}” cho năm {period.year}; kiểm tra lại hình thức và năm.")
    if kind == AwardKind.GIAY_KHEN_THU_TRUONG:
        notes.append(HEADS_NOT_IN_LAW)
    if note := factor_note(reward.factor_on(kind, on)):
        notes.append(f"Tiền thưởng, ngày {date_short(on)}: {note}")
    return notes


def free_name(period: Period, name: str) -> str:
    """The name, or the same with "(đợt 2)": two rounds of a year have two names."""
    taken = set(period.award_rounds.values_list("name", flat=True))
    return next(one for n in range(1, 100) if (one := name if n == 1 else f"{name} (đợt {n})") not in taken)
