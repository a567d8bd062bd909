"""How a list stands, check by check, as sentences: for a list that is only being tried as for the one that is saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from awards import rules
from awards.models import AwardRound
from awards.rules import Violation
from awards.selectors.lists import Board, ListRow, beyond_year, board
from awards.selectors.namesakes import on_list

SHOWN = 2  # sentences of one check; the rest is a number


@dataclass(frozen=True)
class Verdict:
    """One check of the list as the page says it: what is checked, by which clause, how it stands."""

    title: str
    clause: str
    state: str
    sentences: tuple[str, ...]

    @property
    def where(self) -> str:
        return rules.clause_label(self.clause)


def verdicts(award_round: AwardRound) -> list[Verdict]:
    """IV.2, IV.1, IV.3: every check of the saved list."""
    there = board(award_round)
    return judge(there, there.stored)


def judge(there: Board, chosen: Sequence[ListRow]) -> list[Verdict]:
    """Every check of this list, right or wrong; nothing is read or written."""
    if not chosen:
        return [Verdict("Chưa chọn ai", rules.QUOTA, "todo", ("Chọn tập thể, cá nhân ở phần “Còn lại”.",))]
    ones, limits = [row.candidate for row in chosen], there.frame.round
    quotas = (limits.collectives, limits.individuals)
    return [
        _verdict("Số lượng", rules.QUOTA, rules.quota(ones, *quotas), _counted(ones, quotas)),
        _share(there, ones),
        _verdict("Mỗi người một lần", rules.DOSSIER, _twice(chosen), "Không ai có tên hai lần."),
        _rewarded(chosen),
        _verdict("Đủ điều kiện", "IV.1", rules.appraised(ones), "Mọi đối tượng đã được thẩm định đủ điều kiện."),
        _verdict("Hội đồng thông qua", rules.BIEN_BAN, rules.voted(ones), "Hội đồng đã thông qua mọi đối tượng."),
        *_year(there, ones),
        *_ties(there, chosen),
    ]


def _twice(chosen: Sequence[ListRow]) -> list[Violation]:
    return [*rules.once([row.candidate for row in chosen]), *on_list([row.nominee for row in chosen])]


def _verdict(title: str, clause: str, found: list[Violation], *fine: str) -> Verdict:
    if not found:
        return Verdict(title, clause, "met", fine)
    state = "not_met" if rules.blocking(found) else "near"
    return Verdict(title, clause, state, _some([violation.message for violation in found], "trường hợp khác như vậy"))


def _some(sentences: list[str], rest: str) -> tuple[str, ...]:
    more = (f"Và {len(sentences) - SHOWN} {rest}.",) if len(sentences) > SHOWN else ()
    return (*sentences[:SHOWN], *more)


def _counted(chosen: list[rules.Candidate], limits: tuple[int | None, int | None]) -> str:
    people = sum(one.individual for one in chosen)
    shown = [
        f"{count}/{limit} {word}" if limit is not None else f"{count} {word} (kế hoạch không ghi số lượng)"
        for count, limit, word in zip((len(chosen) - people, people), limits, ("tập thể", "cá nhân"), strict=True)
    ]
    return f"{', '.join(shown)}."


def _share(there: Board, chosen: list[rules.Candidate]) -> Verdict:
    """IV.2 Lưu ý with its integer rule: how many leaders this length of list allows, and how many are left."""
    limits = there.frame.round
    people, percent, quota = [one for one in chosen if one.individual], limits.direct_percent, limits.individuals
    leaders, cap = sum(one.leader for one in people), rules.leader_cap(len(people), percent)
    left = f"còn thêm được {cap - leaders}" if cap > leaders else "không thêm được nữa"
    fine = [
        f"{len(people)} cá nhân → nhiều nhất {cap} lãnh đạo, phối hợp, tuyên truyền "
        f"({100 - percent}%, làm tròn xuống); đang có {leaders}, {left}."
    ]
    if quota is not None and len(people) < quota:
        fine.append(f"Đủ {quota} cá nhân thì nhiều nhất {rules.leader_cap(quota, percent)}.")
    return _verdict("Trực tiếp và lãnh đạo", rules.SHARE, rules.direct_share(people, percent, quota), *fine)


def _rewarded(chosen: Sequence[ListRow]) -> Verdict:
    found = [Violation("rewarded", rules.DOSSIER, row.rewarded) for row in chosen if row.rewarded]
    return _verdict("Một thành tích một lần", rules.DOSSIER, found, "Chưa ai được khen thưởng cùng thành tích.")


def _year(there: Board, chosen: list[rules.Candidate]) -> list[Verdict]:
    """Only told when the year has other lists, or when the round gives more than the plan."""
    found = beyond_year([*there.frame.others, *chosen], there.frame.year)
    if not found and not there.frame.others:
        return []
    fine = f"Cùng {len(there.frame.others)} đối tượng của các đợt khác vẫn trong Kế hoạch."
    return [_verdict("Tính chung các đợt trong năm", rules.QUOTA, found, fine)]


# --- ties ----------------------------------------------------------------------------------------


def _ties(there: Board, chosen: Sequence[ListRow]) -> list[Verdict]:
    """Where there is no room for both: who is in and who is out although nothing but the name differs."""
    waiting = [row for row in there.left(chosen) if row.council is not False and not row.rewarded]
    told, ones = [], [row.candidate for row in chosen]
    for group in _equals(chosen):
        outside = [row for row in waiting if _equal(row, group[0])]
        if outside and not there.frame.room(ones, group[0].candidate):
            inside = f"{_first(group)} (trong danh sách) bằng {_first(outside)} (còn lại)"
            told.append(f"{inside} về {group[0].merit_words}. Phòng Nội vụ chọn và nêu lý do ở tờ trình.")
    state = "near" if told else "met"
    fine = ("Không có trường hợp bằng nhau ở chỗ cắt.",)
    return [Verdict("Bằng nhau", rules.QUOTA, state, _some(told, "trường hợp khác như vậy") or fine)]


def _equal(one: ListRow, other: ListRow) -> bool:
    return one.nominee.kind == other.nominee.kind and one.entrant.equals(other.entrant)


def _equals(rows: Sequence[ListRow]) -> list[list[ListRow]]:
    groups: list[list[ListRow]] = []
    for row in rows:
        group = next((group for group in groups if _equal(group[0], row)), None)
        if group:
            group.append(row)
        else:
            groups.append([row])
    return groups


def _first(rows: list[ListRow]) -> str:
    more = f" và {len(rows) - 1} đối tượng khác" if len(rows) > 1 else ""
    return f"“{rows[0].nominee}”{more}"
