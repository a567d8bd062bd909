"""The list for the Chairman: set it as a whole, or let it be suggested; a list against the rules is refused whole."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction

from awards.enums import RoundState
from awards.models import AwardRound
from awards.selectors.lists import Board, ListRow, board
from core import audit
from core.text import REASON_LIMIT, clean_lines, too_long
from core.workflow import TransitionDenied
from units.enums import Role


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
def set_list(
    award_round: AwardRound, chosen: Collection[int], *, by, reason: str = "", seen: Sequence[int] | None = None
) -> None:
    """The list becomes exactly `chosen` (ids of nominees): a sequence in its order, a set in the order of merit.

    A 6th collective, a 4th leader, a double or a nominee that is not eligible refuses the whole change (IV.2).
    Raises ValidationError for `reason` when a lesser merit stands before a greater one and nobody says why.
    When the saved list is no longer the one that was `seen`, nothing is overwritten.
    """
    there = board(_lock(award_round, by))
    if seen is not None and list(seen) != [row.nominee.pk for row in there.stored]:
        raise TransitionDenied(
            "Danh sách vừa được người khác lưu. Bản đang chọn vẫn còn ở đây: xem lại, rồi bấm “Lưu danh sách” lần nữa."
        )
    if strangers := set(chosen) - set(there.by_id):
        raise TransitionDenied(
            f"Có {len(strangers)} đối tượng chưa được thẩm định đủ điều kiện. Tải lại trang rồi chọn lại."
        )
    picked = _picked(there, chosen)
    if refused := there.refused(picked):
        raise TransitionDenied(refused[0])
    if picked != there.stored:
        _write(there, picked, by, _reason(picked, reason))


def _picked(there: Board, chosen: Collection[int]) -> list[ListRow]:
    if isinstance(chosen, Sequence):
        return there.arranged(chosen)
    return [row for row in there.rows if row.nominee.pk in chosen]


def out_of_merit(picked: Sequence[ListRow]) -> str:
    """Who stands before whom against the order of merit, as a sentence; "" when the order follows it."""
    for one, other in pairwise(picked):
        if one.nominee.kind == other.nominee.kind and one.merit > other.merit:
            return f"“{one.nominee}” đứng trước “{other.nominee}” dù xếp sau theo thành tích."
    return ""


def _reason(picked: Sequence[ListRow], reason: str) -> str:
    reason, strayed = clean_lines(reason), out_of_merit(picked)
    if strayed and not reason:
        raise ValidationError({"reason": f"{strayed} Ghi lý do đổi thứ tự rồi lưu."})
    if len(reason) > REASON_LIMIT:
        raise ValidationError({"reason": too_long("Lý do", REASON_LIMIT)})
    return reason if strayed else ""


def _write(there: Board, picked: list[ListRow], by, reason: str) -> None:
    nominees = there.award_round.nominees
    before, after = ({row.nominee.pk: str(row.nominee) for row in rows} for rows in (there.stored, picked))
    nominees.filter(pk__in=set(before) - set(after)).update(listed=False, list_order=0)
    for order, row in enumerate(picked, start=1):
        if not row.nominee.listed or row.nominee.list_order != order:
            nominees.filter(pk=row.nominee.pk).update(listed=True, list_order=order)
    data: dict[str, object] = {
        "added": sorted(after[pk] for pk in after.keys() - before.keys()),
        "removed": sorted(before[pk] for pk in before.keys() - after.keys()),
    }
    if reason or before.keys() == after.keys():
        data["order"] = list(after.values())
    if reason:
        data["reason"] = reason
    audit.append("award_round.list", there.award_round, by=by, data=data)


@transaction.atomic
def suggest_list(award_round: AwardRound, *, by) -> int:
    """Saves the best list under the rules (awards/suggestion.py) as the list. Returns how many are on it."""
    award_round = _lock(award_round, by)
    chosen = board(award_round).suggestion().chosen
    set_list(award_round, chosen, by=by)
    return len(chosen)
