"""The list for the Chairman: set it as a whole, or let it be suggested; a list against the rules is refused whole."""

from dataclasses import dataclass

from django.db import transaction

from awards import rules
from awards.enums import RoundState
from awards.models import AwardRound
from awards.rules import Violation
from awards.selectors.lists import ListRow, candidate, candidates, list_rows
from awards.selectors.once import closed_out, once_violations
from core import audit
from core.workflow import TransitionDenied
from units.enums import Role

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


def _lock(award_round: AwardRound, by) -> AwardRound:
    if Role.APPRAISER not in by.roles:
        raise TransitionDenied("Anh/chị không có quyền lập danh sách. Việc này của Phòng Nội vụ.")
    award_round = (
        AwardRound.objects.select_for_update(of=("self",)).select_related("period__plan_version").get(pk=award_round.pk)
    )
    if award_round.state != RoundState.OPEN:
        raise TransitionDenied("Danh sách đã trình Chủ tịch nên không sửa được nữa.")
    return award_round


@transaction.atomic
def set_list(award_round: AwardRound, chosen: set[int], *, by) -> None:
    """The list becomes exactly `chosen` (ids of nominees), in the order of merit.

    A 6th collective, a 4th leader, a double or a nominee that is not eligible refuses the whole change (IV.2).
    """
    award_round = _lock(award_round, by)
    rows = list_rows(award_round)
    if strangers := chosen - {row.nominee.pk for row in rows}:
        raise TransitionDenied(
            f"Có {len(strangers)} đối tượng chưa được thẩm định đủ điều kiện. Tải lại trang rồi chọn lại."
        )
    picked = [row for row in rows if row.nominee.pk in chosen]
    wrong = rules.kept_out(
        [candidate(row.nominee, row.council) for row in picked],
        award_round.quota_collective,
        award_round.quota_individual,
        award_round.direct_percent,
    )
    wrong += once_violations(award_round, [row.nominee for row in picked])
    if wrong:
        raise TransitionDenied(wrong[0].message)
    _write(award_round, rows, picked, by)


def _write(award_round: AwardRound, rows: list[ListRow], picked: list[ListRow], by) -> None:
    before = {row.nominee.pk for row in rows if row.nominee.listed}
    after = {row.nominee.pk for row in picked}
    award_round.nominees.filter(pk__in=before - after).update(listed=False, list_order=0)
    for order, row in enumerate(picked, start=1):
        if not row.nominee.listed or row.nominee.list_order != order:
            award_round.nominees.filter(pk=row.nominee.pk).update(listed=True, list_order=order)
    if before != after:
        names = {row.nominee.pk: str(row.nominee) for row in rows}
        added, removed = sorted(names[pk] for pk in after - before), sorted(names[pk] for pk in before - after)
        audit.append("award_round.list", award_round, by=by, data={"added": added, "removed": removed})


@transaction.atomic
def suggest_list(award_round: AwardRound, *, by) -> int:
    """Fills the list by merit as far as IV.2 allows; direct people first, so leaders always fit. Returns how many."""
    award_round = _lock(award_round, by)
    chosen = suggestion(award_round, list_rows(award_round))
    set_list(award_round, chosen, by=by)
    return len(chosen)


def suggestion(award_round: AwardRound, rows: list[ListRow]) -> set[int]:
    """The best of each kind within quota and 70/30; whom the council did not pass or who is awarded already is left out."""
    taken = closed_out(award_round, [row.nominee for row in rows])
    free = [row for row in rows if row.council is not False and row.nominee.pk not in taken]
    collectives = [row for row in free if not row.nominee.is_individual][: award_round.quota_collective]
    direct = [row for row in free if row.nominee.is_individual and row.nominee.is_direct]
    leaders = [row for row in free if row.nominee.is_individual and not row.nominee.is_direct]
    limit, percent = award_round.quota_individual, award_round.direct_percent
    most = len(direct) + len(leaders) if limit is None else min(limit, len(direct) + len(leaders))
    best: list[ListRow] = direct[:most]
    for size in range(most, 0, -1):
        led = min(rules.leader_cap(size, percent), len(leaders))
        if size - led <= len(direct):
            best = direct[: size - led] + leaders[:led]
            break
    return {row.nominee.pk for row in [*collectives, *best]}


# --- how it stands -------------------------------------------------------------------------------


def verdicts(award_round: AwardRound) -> list[Verdict]:
    """IV.2, IV.1, IV.3.b: every check of the current list, as sentences, right or wrong."""
    chosen = candidates(award_round)
    again = once_violations(award_round, list(award_round.nominees.filter(listed=True)))
    if not chosen:
        return [Verdict("Chưa chọn ai", rules.QUOTA, "todo", ("Chọn tập thể, cá nhân ở bảng bên cạnh.",))]
    people = [one for one in chosen if one.individual]
    leaders = sum(one.leader for one in people)
    limits = (award_round.quota_collective, award_round.quota_individual)
    percent = award_round.direct_percent
    return [
        _verdict("Số lượng", rules.QUOTA, rules.quota(chosen, *limits), _counted(chosen, limits)),
        _verdict(
            "Trực tiếp và lãnh đạo",
            rules.SHARE,
            rules.direct_share(people, percent, award_round.quota_individual),
            f"{len(people) - leaders} người trực tiếp, {leaders} lãnh đạo trong {len(people)} cá nhân "
            f"(lãnh đạo nhiều nhất {rules.leader_cap(len(people), percent)}).",
        ),
        _verdict(
            "Mỗi người một lần",
            rules.DOSSIER,
            [*rules.once(chosen), *again],
            "Không ai có tên hai lần, cũng không ai đã được khen ở đợt khác trong năm.",
        ),
        _verdict("Đủ điều kiện", "IV.1", rules.appraised(chosen), "Mọi đối tượng đã được thẩm định đủ điều kiện."),
        _verdict("Hội đồng thông qua", rules.BIEN_BAN, rules.voted(chosen), "Hội đồng đã thông qua mọi đối tượng."),
    ]


def _counted(chosen: list[rules.Candidate], limits: tuple[int | None, int | None]) -> str:
    people = sum(one.individual for one in chosen)
    shown = [
        f"{count}/{limit} {word}" if limit is not None else f"{count} {word} (kế hoạch không ghi số lượng)"
        for count, limit, word in zip((len(chosen) - people, people), limits, ("tập thể", "cá nhân"), strict=True)
    ]
    return f"{', '.join(shown)}."


def _verdict(title: str, clause: str, found: list[Violation], fine: str) -> Verdict:
    if not found:
        return Verdict(title, clause, "met", (fine,))
    state = "not_met" if rules.blocking(found) else "near"
    sentences = tuple(violation.message for violation in found[:SHOWN])
    if len(found) > SHOWN:
        sentences += (f"Và {len(found) - SHOWN} trường hợp khác như vậy.",)
    return Verdict(title, clause, state, sentences)
