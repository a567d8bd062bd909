"""Danh sách trích ngang of a dossier or of a whole round: one value, printed, as Word and as Excel."""

from collections.abc import Iterable
from datetime import date

from awards import documents, entries
from awards.enums import HANDED_IN, AwardKind, NomineeKind
from awards.models import AwardRound, Dossier, Nominee
from awards.papers import printing
from awards.papers.drafts import AWARD_NAMES, award_name
from core.letterhead import Issuer, Letterhead, PlaceDate, Signer
from core.office import Column, Sheet, write_xlsx
from core.text import date_short, format_percent, two_digits

SUMMARY = 320  # characters of the achievements in a line
STT = (10.5, "STT", "mid")
SHARED = (
    (None, "Tóm tắt thành tích", "left"),
    (32.0, "Sáng kiến được công nhận", "left"),
    (30.0, "Khen thưởng đã có", "left"),
    (17.0, "Số phiếu", "left"),
    (16.0, "Hình thức đề nghị", "left"),
)
GROUP = (STT, (46.0, "Tên tập thể", "left"))
PEOPLE = (
    STT,
    (30.0, "Họ và tên", "left"),
    (12.0, "Năm sinh", "left"),
    (31.0, "Chức vụ, nơi công tác", "left"),
    (17.0, "Đối tượng", "left"),
)
UNIT = (20.0, "Đơn vị trình", "left")


def of_dossier(dossier: Dossier) -> documents.TrichNgang:
    """The nominees of one unit, as they stand; it goes with the unit's tờ trình."""
    nominees = list(dossier.nominees.order_by("sort_key", "id"))
    for nominee in nominees:
        nominee.dossier = dossier
    return documents.TrichNgang(
        head=Letterhead(printing.issuer(dossier), None, printing.place_date(dossier)),
        about=f"Tập thể, cá nhân đề nghị tặng {award_name(dossier)}",
        reference=_reference(dossier.to_trinh_number, dossier.to_trinh_date),
        tables=_tables(nominees, with_unit=False),
        signers=(Signer("NGƯỜI LẬP DANH SÁCH"), printing.head_signer(dossier)),
    )


def of_round(award_round: AwardRound) -> documents.TrichNgang:
    """Everybody in the dossiers that lie at Phòng Nội vụ; 3 queries, however many. One in a unit's hands again is not."""
    campaign, period = award_round.period.campaign, award_round.period
    nominees = Nominee.objects.filter(round=award_round, dossier__state__in=HANDED_IN)
    nominees = nominees.select_related("dossier__unit", "dossier__round", "unit")
    ordered = list(nominees.order_by("unit__sort", "unit__sort_key", "sort_key", "id"))
    return documents.TrichNgang(
        head=Letterhead(
            Issuer(campaign.appraising_office, campaign.organ), None, PlaceDate(campaign.place, year=period.year)
        ),
        about=f"Tập thể, cá nhân được các đơn vị đề nghị tặng {AWARD_NAMES[award_round.kind]}",
        reference=award_round.name,
        tables=_tables(ordered, with_unit=True),
        signers=(Signer("NGƯỜI LẬP DANH SÁCH"), Signer("THỦ TRƯỞNG CƠ QUAN")),
    )


def workbook(doc: documents.TrichNgang) -> bytes:
    titles = tuple(line for line in (f"DANH SÁCH TRÍCH NGANG – {doc.about}", doc.reference) if line)
    return write_xlsx(
        Sheet(
            name=table.heading.partition(". ")[2].partition(" (")[0].capitalize(),
            columns=tuple(Column(title, width=(width or 60) / 1.6) for width, title, _ in table.columns),
            rows=[(int(cells[0]), *cells[1:]) for cells in table.rows],
            titles=titles,
        )
        for table in doc.tables
    )


def _tables(nominees: list[Nominee], *, with_unit: bool) -> tuple[documents.ListTable, ...]:
    """Collectives, then people; a kind that nobody belongs to has no table."""
    found = []
    for kind, name, own in ((NomineeKind.COLLECTIVE, "tập thể", GROUP), (NomineeKind.INDIVIDUAL, "cá nhân", PEOPLE)):
        rows = [nominee for nominee in nominees if nominee.kind == kind]
        if rows:
            heading = f"{'I' * (len(found) + 1)}. {name.upper()} ({two_digits(len(rows))} {name})"
            columns = (*own, *([UNIT] if with_unit else []), *SHARED)
            found.append(documents.ListTable(heading, columns, tuple(_rows(rows, with_unit=with_unit))))
    return tuple(found)


def _rows(nominees: Iterable[Nominee], *, with_unit: bool) -> Iterable[tuple[str, ...]]:
    for number, one in enumerate(nominees, start=1):
        yield (
            two_digits(number),
            str(one),
            *(_person(one) if one.is_individual else ()),
            *([one.dossier.unit.short_name] if with_unit else ()),
            printing.shortened(one.achievements, SUMMARY),
            entries.in_words(one.initiative, one.initiative_recognition),
            "\n".join(_prior(line) for line in printing.lines_of(one.prior_awards)),
            _votes(one),
            AwardKind(one.dossier.round.kind).short,
        )


def _person(nominee: Nominee) -> tuple[str, str, str]:
    return str(nominee.birth_year), nominee.position or nominee.dossier.unit.name, nominee.role_word


def _prior(line: str) -> str:
    """ "Giấy khen năm 2022 (12/QĐ-UBND …)"."""
    award = printing.prior_award_of(line)
    year = f" năm {award.year}" if award.year else ""
    return f"{award.form}{year}" + (f" ({award.decision})" if award.decision else "")


def _votes(nominee: Nominee) -> str:
    """ "04/05 (80%)": for, of all members of the unit's council."""
    share = printing.vote_share(nominee, nominee.dossier)
    if share is None:
        return ""
    base = nominee.dossier.meeting_members or nominee.votes_total or 0
    return f"{two_digits(nominee.votes_for or 0)}/{two_digits(base)} ({format_percent(share)})"


def _reference(number: str, day: date | None) -> str:
    if not number:
        return ""
    return f"Kèm theo Tờ trình số {number}" + (f" ngày {date_short(day)}" if day else "")
