"""Who in the year may be the same person as a nominee: declared namesakes of the round, and names nearly the same."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from django.db.models import Q

from awards.enums import DossierState, NomineeKind
from awards.models import AwardRound, Nominee
from awards.namesakes import Namesake, close
from awards.once import alike
from awards.rules import DOSSIER, Violation
from awards.selectors.once import identity
from units.enums import Role

COMPARE = "Đối chiếu hai hồ sơ."


def only_units(user) -> frozenset[int] | None:
    """The units whose dossiers an officer may hear of; None for the offices, which read all that was submitted."""
    return None if user.roles - {Role.OFFICER} else frozenset(user.units)


def namesakes(
    award_round: AwardRound, nominees: Iterable[Nominee], *, units: frozenset[int] | None
) -> dict[int, list[Namesake]]:
    """Nominee id → who may be the same. One query; the draft of another unit is never among them."""
    people = [one for one in nominees if one.is_individual]
    years = {one.birth_year + step for one in people for step in (-1, 0, 1)}
    rows = Nominee.objects.filter(
        kind=NomineeKind.INDIVIDUAL, birth_year__in=years, round__period=award_round.period_id
    )
    own = Q(unit__in={one.unit_id for one in people})
    others = list(rows.filter(own | ~Q(dossier__state=DossierState.DRAFT)).select_related("round", "unit"))
    known = [(identity(other), other) for other in others]
    found = {}
    for one in people:
        who = identity(one)
        told = [_told(one, row, units) for key, row in known if row.pk != one.pk and _may_be(who, key, one, row)]
        if told:
            found[one.pk] = list(dict.fromkeys(told))  # two whom the reader may not know are one sentence
    return found


def _may_be(who, other, one: Nominee, row: Nominee) -> bool:
    """Those alike in another round are told by selectors.once."""
    return close(who, other) or (one.round_id == row.round_id and alike(who, other))


def _told(one: Nominee, row: Nominee, units: frozenset[int] | None) -> Namesake:
    where = "trong đợt này" if one.round_id == row.round_id else "ở đợt khác"
    if units is not None and row.unit_id not in units:
        return Namesake(sentence=f"“{one}” có thể là cùng một người với một người đã được đề nghị {where}. {ASK}")
    if one.round_id == row.round_id and alike(identity(one), identity(row)):
        return Namesake(sentence=f"{_pair(one, row)} {COMPARE}", nominee_id=row.pk, unit=row.unit.short_name)
    sentence = (
        f"“{one}”, sinh năm {one.birth_year}, có thể là cùng một người với “{row}”, sinh năm {row.birth_year} "
        f"({row.unit.short_name}), đã được đề nghị {where}. {COMPARE}"
    )
    return Namesake(sentence=sentence, nominee_id=row.pk, unit=row.unit.short_name)


ASK = "Kiểm tra lại họ tên, năm sinh; nếu cần, liên hệ Phòng Nội vụ."


def _pair(one: Nominee, other: Nominee) -> str:
    notes = "; ".join(f"“{note}”" for note in dict.fromkeys((one.distinct_note, other.distinct_note)) if note)
    return (
        f"“{one}” ({one.unit.short_name}) và “{other}” ({other.unit.short_name}) cùng tên, cùng sinh năm "
        f"{one.birth_year}; hồ sơ khai là hai người: {notes or 'không ghi gì'}."
    )


def on_list(nominees: Sequence[Nominee]) -> list[Violation]:
    """Declared namesakes who stand on one list, as warnings: both are named, with the place and the declaration."""
    people = [(identity(one), one) for one in nominees if one.is_individual]
    return [
        Violation("namesake", DOSSIER, f"{_pair(one, other)} Đối chiếu trước khi quyết định.", blocking=False)
        for (who, one), (key, other) in combinations(people, 2)
        if alike(who, key) and (who.distinct or key.distinct)
    ]
