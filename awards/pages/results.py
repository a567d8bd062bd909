"""The published results of a year: who was awarded here, and by another level; on the page and as a workbook."""

from dataclasses import dataclass
from datetime import date

from awards.enums import AwardKind, CertificateState, NomineeKind
from awards.models import Award, OutsideAward
from awards.selectors import public as selectors
from awards.selectors.listed import name_of
from awards.services.certificates import facts_of, printed
from core import text
from core.office import Column, Sheet, write_xlsx

FORM = "Giấy khen của Chủ tịch UBND huyện"
REVOKED = "Giấy khen đã thu hồi"
COLUMNS = (
    Column("STT", 6, "number"),
    Column("Loại", 11),
    Column("Tập thể, cá nhân", 34),
    Column("Chức vụ, nơi công tác", 34),
    Column("Đơn vị", 30),
    Column("Hình thức khen thưởng", 30),
    Column("Số quyết định", 18),
    Column("Ngày quyết định", 14),
    Column("Số vào sổ", 12),
    Column("Ghi chú", 22),
)


@dataclass(frozen=True)
class ResultRow:
    """One award as its paper names it; nothing that is not on the paper."""

    kind: str
    name: str
    position: str
    unit: str
    form: str
    number: str
    day: date
    register: str = ""
    revoked: bool = False

    def found(self, key: str) -> bool:
        return key in text.fold(f"{self.name} {self.position} {self.unit}")

    @property
    def label(self) -> str:
        return NomineeKind(self.kind).label


def result_rows(year: int | None, query: str = "") -> list[ResultRow]:
    """Collectives, then people; in each kind what was decided here stands first. The search ignores marks."""
    frozen: dict[int, dict] = {}
    rows = [_here(award, frozen) for award in selectors.awarded(year)]
    rows += [_outside(award) for award in selectors.awarded_outside(year)]
    key = text.fold(query)[:100]
    return sorted((row for row in rows if row.found(key)), key=lambda row: row.kind)


def _here(award: Award, frozen: dict[int, dict]) -> ResultRow:
    decision = award.decision
    if decision.pk not in frozen:
        frozen[decision.pk] = facts_of(decision)
    row, paper = frozen[decision.pk][award.nominee_id], award.certificate
    words = printed(row, paper)
    return ResultRow(
        kind=award.kind,
        name=name_of(words),
        position=words["position"],
        unit=row["unit"],
        form=FORM,
        number=decision.number_text,
        day=decision.signed_on,
        register=row["register_text"],
        revoked=bool(paper and paper.state == CertificateState.REVOKED),
    )


def _outside(award: OutsideAward) -> ResultRow:
    nominee = award.nominee
    form = AwardKind(nominee.round.kind).short
    return ResultRow(
        kind=nominee.kind,
        name=str(nominee),
        position=nominee.position,
        unit=nominee.unit.name,
        form=f"{form} – {award.authority}",
        number=award.number_text,
        day=award.signed_on,
    )


def results_workbook(year: int) -> bytes:
    rows = [
        (
            number, row.label, row.name, row.position, row.unit, row.form, row.number, row.day, row.register,
            REVOKED if row.revoked else "",
        )
        for number, row in enumerate(result_rows(year), start=1)
    ]  # fmt: skip
    titles = (f"KẾT QUẢ KHEN THƯỞNG NĂM {year}",)
    return write_xlsx([Sheet(f"Kết quả {year}", COLUMNS, rows, titles)])
