"""The law of awards as pure functions: quota (IV.2.1), 70/30 (IV.2 Lưu ý), papers (IV.3), who is eligible (IV.1).

No database, no clock, no rounding: whole numbers only. Each rule returns what is wrong as a list, empty when all is
well; a violation that does not block is a warning. What the plan leaves open is marked giả định.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

QUOTA, SHARE, ELIGIBLE_COLLECTIVE, ELIGIBLE_PERSON = "IV.2.1.b", "IV.2.LY", "IV.1.1", "IV.1.2"
TO_TRINH, BIEN_BAN, BAO_CAO, DOSSIER = "IV.3.a", "IV.3.b", "IV.3.c", "IV.3"


def clause_label(clause: str) -> str:
    """How the plan's own readers name the clause; "" leaves the usual "mục …"."""
    return "mục IV.2, Lưu ý" if clause == SHARE else ""


@dataclass(frozen=True)
class Violation:
    """What is wrong, by which clause of the plan, and what to do, as a sentence."""

    code: str
    clause: str
    message: str
    blocking: bool = True

    @property
    def where(self) -> str:
        return clause_label(self.clause)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One line of a list. `council` is None while the council has not voted on it."""

    label: str
    key: str
    unit: str
    individual: bool
    leader: bool = False
    birth_year: int | None = None
    distinct: bool = False
    eligible: bool = True
    council: bool | None = True


@dataclass(frozen=True, kw_only=True)
class Person:
    """The declared facts of an individual; CN-01 to CN-03 are the standards of IV.1.2."""

    label: str
    cn_01: bool
    cn_02: bool
    cn_03: bool
    not_under_discipline: bool


@dataclass(frozen=True, kw_only=True)
class Collective:
    """The final score sheet of a unit, if there is one."""

    label: str
    scored: bool
    eligible: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Paper:
    label: str
    clause: str
    drafted: bool
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class UnitVote:
    """How the unit's own council voted on one nominee; None = not entered."""

    label: str
    votes_for: int | None
    votes_total: int | None


def leader_cap(individuals: int, direct_percent: int = 70) -> int:
    """IV.2 Lưu ý: leaders, coordinators and propagandists are at most 30 % of the individuals, rounded down."""
    return individuals * (100 - direct_percent) // 100


def smallest_list_for(leaders: int, direct_percent: int = 70) -> int | None:
    """How many individuals a list needs to hold this many leaders; None when no length is enough."""
    if direct_percent >= 100:
        return None if leaders else 0
    return -(-leaders * 100 // (100 - direct_percent))


def direct_only_slots(individuals: int, direct_percent: int = 70) -> int:
    """Places that only direct people may take: all but those that leaders may hold at a full list (7 of 10)."""
    return individuals - leader_cap(individuals, direct_percent)


def quota(candidates: Sequence[Candidate], collectives: int | None, individuals: int | None) -> list[Violation]:
    """IV.2.1: at most 05 collectives and 10 individuals in 2023 (giả định: a maximum); None = the plan gives none."""
    counted = Counter(candidate.individual for candidate in candidates)
    found = []
    for individual, limit, word in ((False, collectives, "tập thể"), (True, individuals, "cá nhân")):
        over = counted[individual] - limit if limit is not None else 0
        if over > 0:
            message = (
                f"Danh sách có {counted[individual]} {word}, quá số {limit} {word} theo mục IV.2.1. "
                f"Bỏ bớt {over} {word} hoặc để lại cho đợt sau."
            )
            found.append(Violation(f"quota_{'individual' if individual else 'collective'}", QUOTA, message))
    return found


def direct_share(
    candidates: Iterable[Candidate], direct_percent: int = 70, individuals_quota: int | None = None
) -> list[Violation]:
    """IV.2 Lưu ý: 70 % direct, 30 % leading, over the individuals of the list (giả định).

    A list too short to hold one leader (under 4 at 70/30) only gets a warning.
    """
    people = [candidate for candidate in candidates if candidate.individual]
    leaders = sum(candidate.leader for candidate in people)
    cap = leader_cap(len(people), direct_percent)
    if leaders <= cap:
        return []
    shortest = smallest_list_for(1, direct_percent)
    short = shortest is not None and len(people) < shortest
    remedy = _remedy(leaders, cap, len(people), direct_percent, individuals_quota)
    message = (
        f"Danh sách có {leaders} lãnh đạo, phối hợp, tuyên truyền trong {len(people)} cá nhân; mục IV.2 (Lưu ý) cho "
        f"nhiều nhất {100 - direct_percent}%, tức {cap} người. {remedy}"
    )
    if short:
        message += f" Danh sách dưới {shortest} cá nhân nên chỉ cảnh báo."
    return [Violation("direct_share", SHARE, message, blocking=not short)]


def _remedy(leaders: int, cap: int, total: int, direct_percent: int, limit: int | None) -> str:
    fewer = f"bỏ bớt {leaders - cap} lãnh đạo"
    needed = smallest_list_for(leaders, direct_percent)
    if needed is None or (limit is not None and needed > limit):
        return f"Cần {fewer}."
    return f"Cần thêm {needed - total} người trực tiếp, hoặc {fewer}."


def leaders_on_full_list(
    candidates: Iterable[Candidate], direct_percent: int, individuals_quota: int | None
) -> list[Violation]:
    """IV.2 Lưu ý on the whole quota: whatever else is added, a 4th leader can never fit into 10 individuals."""
    if individuals_quota is None:
        return []
    leaders = sum(candidate.leader for candidate in candidates if candidate.individual)
    cap = leader_cap(individuals_quota, direct_percent)
    if leaders <= cap:
        return []
    message = (
        f"Danh sách đã có {leaders} lãnh đạo, phối hợp, tuyên truyền, quá số {cap} người "
        f"({100 - direct_percent}% của {individuals_quota} cá nhân, mục IV.2, Lưu ý). Bỏ bớt {leaders - cap} lãnh đạo "
        "rồi chọn người trực tiếp thực hiện."
    )
    return [Violation("leaders", SHARE, message)]


def identity(candidate: Candidate) -> tuple[object, ...] | None:
    """What two lines of one person or collective share; None for a person who is declared to be another."""
    if not candidate.individual:
        return (False, candidate.key, candidate.unit)
    return None if candidate.distinct else (True, candidate.key, candidate.birth_year)


def once(candidates: Iterable[Candidate]) -> list[Violation]:
    """One person, one collective, once. Two people of one name count as two when the years differ or it is declared."""
    seen: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for candidate in candidates:
        if owner := identity(candidate):
            seen[owner].append(candidate.label)
    return [
        Violation("once", DOSSIER, f"“{labels[0]}” có {len(labels)} lần trong danh sách. Chỉ giữ lại một lần.")
        for labels in seen.values()
        if len(labels) > 1
    ]


def appraised(candidates: Iterable[Candidate]) -> list[Violation]:
    """Only who was found eligible by Phòng Nội vụ may be on the list (VI.2)."""
    return [
        Violation(
            "appraised",
            "IV.1",
            f"“{candidate.label}” chưa được thẩm định đủ điều kiện. Thẩm định hồ sơ trước, hoặc bỏ khỏi danh sách.",
        )
        for candidate in candidates
        if not candidate.eligible
    ]


def voted(candidates: Iterable[Candidate]) -> list[Violation]:
    """IV.3.b: only who passed the council's vote is proposed."""
    found = []
    for candidate in candidates:
        if candidate.council is None:
            text = f"Hội đồng chưa biểu quyết về “{candidate.label}”. Đưa vào phiên họp, hoặc bỏ khỏi danh sách."
            found.append(Violation("not_voted", BIEN_BAN, text))
        elif not candidate.council:
            text = f"“{candidate.label}” không được Hội đồng thông qua. Bỏ khỏi danh sách."
            found.append(Violation("not_passed", BIEN_BAN, text))
    return found


def kept_out(
    candidates: Sequence[Candidate], collectives: int | None, individuals: int | None, direct_percent: int
) -> list[Violation]:
    """What a list may never contain, not even while it is being put together."""
    return [
        *quota(candidates, collectives, individuals),
        *leaders_on_full_list(candidates, direct_percent, individuals),
        *once(candidates),
        *appraised(candidates),
        *(found for found in voted(candidates) if found.code == "not_passed"),
    ]


def proposal(
    candidates: Sequence[Candidate], collectives: int | None, individuals: int | None, direct_percent: int
) -> list[Violation]:
    """Everything the list must satisfy when it goes to the Chairman."""
    empty = [Violation("empty", QUOTA, "Danh sách chưa có ai. Chọn tập thể, cá nhân đủ điều kiện rồi trình.")]
    return [
        *([] if candidates else empty),
        *quota(candidates, collectives, individuals),
        *direct_share(candidates, direct_percent, individuals),
        *once(candidates),
        *appraised(candidates),
        *voted(candidates),
    ]


def blocking(violations: Iterable[Violation]) -> list[Violation]:
    return [violation for violation in violations if violation.blocking]


def collective_eligible(unit: Collective) -> list[Violation]:
    """IV.1.1: the appraised score sheet of the year says whether every required standard is met."""
    if not unit.scored:
        text = f"“{unit.label}” chưa có phiếu điểm thẩm định của năm. Chờ Phòng VH-TT thẩm định báo cáo của đơn vị."
        return [Violation("not_scored", ELIGIBLE_COLLECTIVE, text)]
    if unit.eligible:
        return []
    why = "; ".join(reason.rstrip(". ") for reason in unit.reasons) or "chưa đạt tiêu chuẩn bắt buộc"
    return [Violation("standards", ELIGIBLE_COLLECTIVE, f"“{unit.label}” chưa đủ tiêu chuẩn tập thể: {why}.")]


def person_eligible(person: Person) -> list[Violation]:
    """IV.1.2: CN-01, and at least one of CN-02 and CN-03 (giả định); not under discipline (giả định)."""
    found = []
    if not person.cn_01:
        text = f"{person.label} chưa được xác nhận tích cực tham gia phong trào (CN-01)."
        found.append(Violation("cn_01", ELIGIBLE_PERSON, text))
    if not (person.cn_02 or person.cn_03):
        text = (
            f"{person.label} cần ít nhất một trong hai: sáng kiến được công nhận và nhân rộng toàn huyện (CN-02), "
            "hoặc trực tiếp xây dựng, tham mưu, tổ chức thực hiện cơ chế, chính sách (CN-03)."
        )
        found.append(Violation("cn_02_03", ELIGIBLE_PERSON, text))
    if not person.not_under_discipline:
        text = f"Cần xác nhận {person.label} không trong thời gian bị xem xét kỷ luật."
        found.append(Violation("discipline", ELIGIBLE_PERSON, text))
    return found


def three_papers(papers: Iterable[Paper]) -> list[Violation]:
    """IV.3: tờ trình, biên bản, and a báo cáo thành tích for every nominee, each confirmed by the nominating unit."""
    found = []
    for paper in papers:
        if not paper.drafted:
            found.append(Violation("paper_missing", paper.clause, f"Còn thiếu {paper.label}. Soạn rồi xác nhận."))
        elif not paper.confirmed:
            text = f"Chưa xác nhận {paper.label}. Đọc lại rồi bấm “Xác nhận”."
            found.append(Violation("paper_not_confirmed", paper.clause, text))
    return found


def unit_votes(votes: Iterable[UnitVote], members: int | None) -> list[Violation]:
    """IV.3.b: the unit's own council voted on everyone, and more than half of its members agreed (giả định)."""
    found = []
    for vote in votes:
        if vote.votes_for is None or vote.votes_total is None:
            text = f"Chưa nhập kết quả bỏ phiếu của Hội đồng đơn vị về “{vote.label}”."
            found.append(Violation("votes_missing", BIEN_BAN, text))
        elif members is not None and vote.votes_total > members:
            text = f"Số phiếu về “{vote.label}” ({vote.votes_total}) nhiều hơn số thành viên Hội đồng ({members})."
            found.append(Violation("votes_too_many", BIEN_BAN, text))
        elif vote.votes_for * 2 <= (members or vote.votes_total):
            text = f"“{vote.label}” chưa được quá nửa thành viên Hội đồng của đơn vị đồng ý."
            found.append(Violation("votes_too_few", BIEN_BAN, text))
    return found
