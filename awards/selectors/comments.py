"""The list put out for comment: which one is in force, what came in about it, and what keeps it from being proposed."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from awards.enums import AwardKind, ObjectionState
from awards.models import AwardRound, Nominee, Objection, PublicListing
from awards.selectors.listed import listed, name_of
from core.text import clean, date_short

MERITS = ("cn_02", "cn_03", "cn_01")  # what weighs most stands first


def listing_in_force(award_round: AwardRound) -> PublicListing | None:
    return award_round.listings.filter(withdrawn_at__isnull=True).first()


def public_rows(award_round: AwardRound) -> list[dict]:
    """Today's list as the public sees it: no birth year, nothing of the dossier's own text, no votes."""
    form = AwardKind(award_round.kind).full
    return [
        {
            "nominee": nominee.pk,
            "kind": nominee.kind,
            "honorific": nominee.honorific,
            "name": nominee.name,
            "place": place(nominee),
            "unit": nominee.unit.name,
            "form": form,
            "merit": merit(nominee),
        }
        for nominee in listed(award_round)
    ]


def place(nominee: Nominee) -> str:
    """Chức vụ, nơi công tác of a person, with the unit where the position does not name it."""
    unit = nominee.unit
    if not nominee.position:
        return unit.name
    named_there = unit.name in nominee.position or unit.short_name in nominee.position
    return nominee.position if named_there else f"{nominee.position}, {unit.name}"


def merit(nominee: Nominee) -> str:
    """IV.1: the standards that the nominee meets, in the plan's words; a collective is listed for its year."""
    if not nominee.is_individual:
        return "Đạt tiêu chuẩn thi đua của tập thể trong phong trào"
    words = "; ".join(str(Nominee._meta.get_field(name).verbose_name) for name in MERITS if getattr(nominee, name))
    return words[:1].upper() + words[1:]


def said(rows: Iterable[dict]) -> dict[int, tuple[str, ...]]:
    """Nominee id → name, place and merit as published; what makes two lists the same."""
    return {row["nominee"]: tuple(clean(part) for part in (name_of(row), row["place"], row["merit"])) for row in rows}


# --- the guard -----------------------------------------------------------------------------------


def comment_refusal(award_round: AwardRound, *, today: date) -> str | None:
    """What of the public comment still stands against proposing; None where the round asks for no comment.

    Giả định: who leaves the list because an objection was upheld does not make the list a new one.
    """
    listing = listing_in_force(award_round)
    if award_round.comment_days is None and listing is None:
        return None
    if listing is None:
        return (
            f"Đợt này lấy ý kiến công khai {award_round.comment_days} ngày làm việc trước khi trình. "
            "Công khai danh sách ở trang “Lấy ý kiến”, hết hạn rồi trình."
        )
    objections = objections_of(award_round)
    if refused := _another_list(listing, public_rows(award_round), objections):
        return refused
    if today <= listing.until:
        return f"Danh sách đang lấy ý kiến đến hết ngày {date_short(listing.until)}. Trình từ ngày hôm sau."
    waiting = sum(one.state == ObjectionState.OPEN for one in objections)
    return f"Còn {waiting} ý kiến chưa trả lời. Trả lời ở trang “Lấy ý kiến” rồi trình." if waiting else None


def _another_list(listing: PublicListing, rows: list[dict], objections: list[Objection]) -> str | None:
    upheld = {one.nominee_id for one in objections if one.state == ObjectionState.UPHELD and one.nominee_id}
    if there := [name_of(row) for row in rows if row["nominee"] in upheld]:
        return f"Ý kiến về {there[0]} đã được kết luận có cơ sở. Bỏ {there[0]} khỏi danh sách rồi trình."
    now, then = said(rows), {pk: row for pk, row in said(listing.content["rows"]).items() if pk not in upheld}
    if now == then:
        return None
    other = next(row[0] for pk, row in (then | now).items() if now.get(pk) != then.get(pk))
    return (
        f"Danh sách đã thay đổi so với bản công khai đến hết ngày {date_short(listing.until)} (ở {other}). "
        "Rút bản đó kèm lý do, công khai lại danh sách mới rồi trình sau khi hết hạn."
    )


def objections_of(award_round: AwardRound) -> list[Objection]:
    """Of every list of the round, withdrawn ones too: who wrote is owed an answer either way."""
    rows = Objection.objects.filter(listing__round=award_round).select_related("nominee", "listing")
    return list(rows.order_by("received_at", "id"))


# --- what the public reads -----------------------------------------------------------------------


def public_listings() -> QuerySet[PublicListing]:
    """In force first, then the past ones; a withdrawn list stays in the row of lists, its names do not."""
    return (
        PublicListing.objects.select_related("round__period__campaign")
        .annotate(
            received=Count("objections"), answered=Count("objections", filter=~Q(objections__state=ObjectionState.OPEN))
        )
        .order_by("-until", "-id")
    )


def objection_by_code(code: str) -> Objection | None:
    rows = Objection.objects.select_related("listing__round__period", "nominee")
    return rows.filter(code=code).first() if code else None
