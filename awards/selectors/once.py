"""One achievement – one award: the same person or collective in the other rounds of the year, and what was awarded."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import Prefetch, Q, QuerySet

from awards.enums import CONCLUDED, AwardKind, CertificateState, DossierState, RoundState
from awards.models import Award, AwardRound, Certificate, Nominee, OutsideAward
from awards.namesakes import told_apart
from awards.once import Elsewhere, Identity, Standing, alike, refusals, same
from awards.rules import Violation
from core.text import date_short, name_key

IN_FORCE = (CertificateState.PENDING, CertificateState.VALID)
CLOSED_LISTS = (RoundState.PROPOSED, *CONCLUDED)


def identity(nominee: Nominee) -> Identity:
    return Identity(
        individual=nominee.is_individual,
        key=nominee.name_key or name_key(nominee.name),
        birth_year=nominee.birth_year,
        unit=nominee.unit_id,
        distinct=told_apart(nominee.distinct_note),
    )


def with_awards(rows: QuerySet[Nominee]) -> QuerySet[Nominee]:
    """Nominees with everything that says whether they hold an award in force: three more queries for any number."""
    valid = Certificate.objects.filter(state__in=IN_FORCE)
    held = Award.objects.select_related("decision__round__period__campaign")
    return rows.select_related("round__period", "unit").prefetch_related(
        Prefetch("award", held),
        Prefetch("award__certificates", valid, to_attr="in_force"),
        Prefetch("outside_awards", OutsideAward.objects.order_by("pk")),
    )


def decision_of(nominee: Nominee) -> tuple[str, object | None]:
    """ "Quyết định số 05/QĐ-UBND ngày 28/12/2023" and the award or outside award; "" and None without one in force."""
    award = getattr(nominee, "award", None)
    if award and award.in_force:
        return f"{award.decision} ngày {date_short(award.decision.signed_on)}", award
    if outside := next((one for one in nominee.outside_awards.all() if one.withdrawn_at is None), None):
        day = date_short(outside.signed_on)
        return f"Quyết định số {outside.number_text} ngày {day} của {outside.authority}", outside
    return "", None


def elsewhere(
    award_round: AwardRound, nominees: Iterable[Nominee], *, units: frozenset[int] | None = None
) -> dict[int, list[Elsewhere]]:
    """Nominee id → where else in the year the same one is found; the furthest first. Four queries for any number.

    With `units`, as an officer of these may hear it: no draft of another unit, and no word of a list not decided yet.
    """
    nominees = list(nominees)
    wanted = {nominee.pk: identity(nominee) for nominee in nominees}
    keys = {one.key for one in wanted.values()}
    others = Nominee.objects.filter(round__period=award_round.period_id, name_key__in=keys)
    if units is not None:
        others = others.filter(Q(unit__in=units) | ~Q(dossier__state=DossierState.DRAFT))
    rows = [(identity(row), row) for row in with_awards(others.exclude(round=award_round.pk))] if keys else []
    by_key = defaultdict(list)
    for other, row in rows:
        by_key[other.key].append((other, row))
    found = {
        pk: [_found(row, same(one, other)) for other, row in by_key[one.key] if alike(one, other)]
        for pk, one in wanted.items()
    }
    if units is not None:
        labels = {nominee.pk: str(nominee) for nominee in nominees}
        found = {pk: [_veiled(one, units, labels[pk]) for one in rows] for pk, rows in found.items()}
    return {pk: sorted(rows, key=lambda one: -one.standing) for pk, rows in found.items() if rows}


def _veiled(one: Elsewhere, units: frozenset[int], label: str) -> Elsewhere:
    """What is decided is public; the rest of another unit is one sentence, whatever stands behind it."""
    if one.standing == Standing.AWARDED or one.unit_id in units:
        return one
    return replace(one, veiled=True, standing=Standing.PUT_FORWARD, label=label)


def _found(row: Nominee, is_same: bool) -> Elsewhere:
    decision, award = decision_of(row)
    standing = Standing.PUT_FORWARD
    if award is not None:
        standing = Standing.AWARDED
    elif row.listed and row.round.state in CLOSED_LISTS and not _was_awarded(row):
        standing = Standing.LISTED
    return Elsewhere(
        label=str(row),
        round_id=row.round_id,
        round_name=row.round.name,
        standing=standing,
        decision=decision,
        nominee_id=row.pk,
        dossier_id=row.dossier_id,
        unit_id=row.unit_id,
        unit=row.unit.short_name,
        declared_distinct=not is_same,
    )


def _was_awarded(row: Nominee) -> bool:
    """Awarded once and revoked or withdrawn: the place is free again, though the old list still has the name."""
    return getattr(row, "award", None) is not None or bool(row.outside_awards.all())


def once_violations(award_round: AwardRound, nominees: Sequence[Nominee]) -> list[Violation]:
    """What refuses a list: someone on it is awarded, or on a closed list of another round of the year."""
    found = elsewhere(award_round, nominees)
    return [refused for nominee in nominees for refused in refusals(found.get(nominee.pk, []))]


def closed_out(award_round: AwardRound, nominees: Iterable[Nominee]) -> dict[int, Violation]:
    """Nominee id → why it may not be listed here; for a list that is suggested."""
    found = elsewhere(award_round, nominees)
    return {pk: refused[0] for pk, rows in found.items() if (refused := refusals(rows))}


def known_awards(who: Identity) -> list[str]:
    """Awards in force that the portal knows of this person or collective, as lines for "đã được khen thưởng"."""
    if not who.key or who.distinct:
        return []
    rows = Nominee.objects.filter(name_key=who.key).filter(Q(award__isnull=False) | Q(outside_awards__isnull=False))
    lines = [_line(row) for row in with_awards(rows.distinct()) if same(who, identity(row))]
    return sorted(line for line in lines if line)


def _line(row: Nominee) -> str:
    _, award = decision_of(row)
    if award is None:
        return ""
    form = AwardKind(row.round.kind).short
    if isinstance(award, Award):
        decision, authority = award.decision, award.decision.round.period.campaign.authority
        return f"{row.round.period.year}; {form}; {decision.number_text} ngày {date_short(decision.signed_on)}; {authority}"
    return f"{row.round.period.year}; {form}; {award.number_text} ngày {date_short(award.signed_on)}; {award.authority}"
