"""What the export centre writes: for one year, each list as sheets of an Excel workbook; nothing a draft still holds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from awards.enums import DossierState
from awards.models import Award, Decision, Dossier, Nominee
from campaign.enums import RegistrationState
from campaign.models import Period, Registration
from campaign.selectors import late_note
from core.office import Column, Sheet
from criteria.enums import Column as ScoreColumn
from criteria.selectors import latest_sheets
from reports.enums import SENT
from reports.exports_asked import ASKED_TITLES, ASKED_WIDE, COUNTED_TITLES, asked_rows, counting_figures
from reports.models import Entry, SelfReport
from units.selectors import units_in_year

Tick = Callable[[], None]
Sheets = Callable[[Period, Tick], Iterable[Sheet]]
CHUNK = 500


def _columns(*titles: str, wide: tuple[str, ...] = ()) -> tuple[Column, ...]:
    return tuple(Column(title, 44 if title in wide else 18) for title in titles)


def _sheet(period: Period, name: str, columns: tuple[Column, ...], rows: Iterable) -> Sheet:
    return Sheet(name, columns, rows, titles=(f"{name} – năm {period.year}", period.campaign.title))


# --- units, registrations -------------------------------------------------------------


def _units(period: Period, tick: Tick) -> Iterator[Sheet]:
    rows = (
        (u.code, u.state_code, u.name, u.short_name, u.get_kind_display(), u.is_it_enterprise, u.email, u.valid_from,
         u.valid_to, u.successor.code if u.successor else "")
        for u in units_in_year(period.year).select_related("successor")
    )  # fmt: skip
    columns = _columns(
        "Mã đơn vị", "Mã hành chính", "Tên đơn vị", "Tên gọi ngắn", "Loại đơn vị", "Doanh nghiệp CNTT", "Thư điện tử",
        "Hoạt động từ", "Hoạt động đến", "Mã đơn vị kế thừa", wide=("Tên đơn vị",),
    )  # fmt: skip
    yield _sheet(period, "Đơn vị", columns, rows)


def _registrations(period: Period, tick: Tick) -> Iterator[Sheet]:
    sent = {
        row.unit_id: row
        for row in Registration.objects.filter(period=period)
        .exclude(state=RegistrationState.DRAFT)
        .select_related("period", "submitted_by", "accepted_by")
    }
    rows = (_registration(unit, sent.get(unit.pk)) for unit in units_in_year(period.year))
    columns = _columns(
        "Mã đơn vị", "Tên đơn vị", "Loại đơn vị", "Tình trạng", "Số kế hoạch", "Ngày kế hoạch", "Nội dung đăng ký",
        "Người phụ trách", "Điện thoại", "Gửi lúc", "Người gửi", "Tiếp nhận lúc", "Người tiếp nhận", "Lý do trả lại",
        "Ghi chú thời hạn", wide=("Tên đơn vị", "Nội dung đăng ký", "Ghi chú thời hạn"),
    )  # fmt: skip
    yield _sheet(period, "Đăng ký thi đua", columns, rows)


def _registration(unit, row: Registration | None) -> tuple:
    head = (unit.code, unit.name, unit.get_kind_display())
    if row is None:
        return (*head, "Chưa gửi", *[None] * 11)
    return (
        *head, row.get_state_display(), row.plan_number, row.plan_date, row.commitment, row.contact_name,
        row.contact_phone, row.submitted_at, str(row.submitted_by or ""), row.accepted_at, str(row.accepted_by or ""),
        row.return_reason, late_note(row),
    )  # fmt: skip


# --- reports, scores ----------------------------------------------------------------------


def _reports(period: Period, tick: Tick) -> Iterator[Sheet]:
    sent = SelfReport.objects.filter(period=period, state__in=SENT).select_related("unit")
    rows = (
        (r.unit.code, r.unit.name, r.unit.get_kind_display(), r.get_state_display(), r.submitted_at, r.late,
         r.accepted_at, r.return_reason, r.bonus, r.bonus_reason, r.minus, r.minus_reason)
        for r in sent
    )  # fmt: skip
    columns = _columns(
        "Mã đơn vị", "Tên đơn vị", "Loại đơn vị", "Tình trạng", "Nộp lúc", "Nộp muộn", "Chấp nhận lúc", "Lý do trả lại",
        "Điểm thưởng", "Lý do thưởng", "Điểm trừ", "Lý do trừ", wide=("Tên đơn vị", "Lý do trả lại"),
    )  # fmt: skip
    yield _sheet(period, "Báo cáo", columns, rows)
    columns = _columns(
        "Mã đơn vị", "Tên đơn vị", "Mã chỉ tiêu", "Mục", "Chỉ tiêu", "Tử số (a)", "Mẫu số (b)", "Giá trị", "Có/Không",
        "Tường thuật", "Không phát sinh", "Ghi chú", "Thẩm định", "Lý do", "Tử số điều chỉnh", "Mẫu số điều chỉnh",
        "Giá trị điều chỉnh", "Có/Không điều chỉnh", "Người thẩm định", "Thẩm định lúc", *COUNTED_TITLES,
        wide=("Tên đơn vị", "Chỉ tiêu", "Tường thuật", "Ghi chú", "Lý do"),
    )  # fmt: skip
    yield _sheet(period, "Số liệu báo cáo", columns, _entries(period, tick))
    columns = _columns(*ASKED_TITLES, wide=ASKED_WIDE)
    yield _sheet(period, "Đề nghị xem lại", columns, asked_rows(period))


def _entries(period: Period, tick: Tick) -> Iterator[tuple]:
    entries = (
        Entry.objects.filter(report__period=period, report__state__in=SENT)
        .select_related("report__unit", "indicator")
        .prefetch_related("reconsiderations")
        .order_by("report__unit__sort", "report__unit__sort_key", "report_id", "indicator__sort")
    )
    last = None
    for e in entries.iterator(chunk_size=CHUNK):
        if last not in (None, e.report_id):
            tick()
        last = e.report_id
        yield (
            e.report.unit.code, e.report.unit.name, e.indicator.code, e.indicator.clause_code, e.indicator.name, e.a,
            e.b, e.value, e.yes, e.text, e.na, e.note, e.get_verdict_display(), e.reason, e.adjusted_a, e.adjusted_b,
            e.adjusted_value, e.adjusted_yes, e.reviewed_by, e.reviewed_at, *counting_figures(e),
        )  # fmt: skip
    if last is not None:
        tick()


def _sheets_of(period: Period):
    for column in ScoreColumn:
        yield from (
            latest_sheets(period, column)
            .select_related("unit")
            .order_by("unit__sort", "unit__sort_key")
            .iterator(chunk_size=CHUNK)
        )


def _scores(period: Period, tick: Tick) -> Iterator[Sheet]:
    rows = (
        (s.unit.code, s.unit.name, s.unit.get_kind_display(), s.get_column_display(), s.total, s.max_total, s.percent,
         s.eligible, "; ".join(map(str, s.reasons)), s.created_at, s.digest)
        for s in _sheets_of(period)
    )  # fmt: skip
    columns = _columns(
        "Mã đơn vị", "Tên đơn vị", "Loại đơn vị", "Cột", "Điểm", "Điểm tối đa áp dụng", "Điểm quy về 100",
        "Đủ tiêu chuẩn", "Vì sao chưa đủ", "Chấm lúc", "Dấu vết", wide=("Tên đơn vị", "Vì sao chưa đủ"),
    )  # fmt: skip
    yield _sheet(period, "Tổng điểm (trọng số đề xuất)", columns, rows)
    columns = _columns(
        "Mã đơn vị", "Tên đơn vị", "Cột", "Mã tiêu chuẩn", "Mục", "Tiêu chuẩn", "Giá trị", "Mức", "Đạt", "Điểm",
        "Điểm tối đa", "Áp dụng", "Giải thích", wide=("Tên đơn vị", "Tiêu chuẩn", "Giải thích"),
    )  # fmt: skip
    yield _sheet(period, "Dòng điểm", columns, _score_lines(period, tick))


def _score_lines(period: Period, tick: Tick) -> Iterator[tuple]:
    for sheet in _sheets_of(period):
        for line in sheet.lines:
            yield (
                sheet.unit.code, sheet.unit.name, sheet.get_column_display(), line["code"], line["clause"],
                line["name"], line["value"], line["threshold"], line["met"], _number(line["points"]),
                _number(line["max_points"]), line["applicable"], line["reason"],
            )  # fmt: skip
        tick()


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


# --- awards -----------------------------------------------------------------------------------


def _dossiers(period: Period, tick: Tick) -> Iterator[Sheet]:
    sent = Dossier.objects.filter(round__period=period).exclude(state=DossierState.DRAFT)
    rows = (
        (d.round.name, d.unit.code, d.unit.name, d.get_state_display(), d.to_trinh_number, d.to_trinh_date,
         d.meeting_date, d.submitted_at, d.appraised_at, d.return_reason)
        for d in sent.select_related("round", "unit").order_by("round_id", "unit__sort", "unit__sort_key")
    )  # fmt: skip
    columns = _columns(
        "Đợt", "Mã đơn vị", "Tên đơn vị", "Tình trạng", "Số tờ trình", "Ngày tờ trình", "Ngày họp Hội đồng", "Nộp lúc",
        "Thẩm định lúc", "Lý do trả lại", wide=("Đợt", "Tên đơn vị", "Lý do trả lại"),
    )  # fmt: skip
    yield _sheet(period, "Hồ sơ khen thưởng", columns, rows)
    rows = (
        (n.round.name, n.unit.code, n.unit.name, n.get_kind_display(), n.honorific, n.name, n.birth_year, n.position,
         n.get_involvement_display(), n.votes_for, n.votes_total, n.get_appraisal_display(), n.appraisal_reason,
         n.listed, n.list_order or None)
        for n in Nominee.objects.filter(round__period=period)
        .exclude(dossier__state=DossierState.DRAFT)
        .select_related("round", "unit")
        .order_by("round_id", "kind", "unit__sort", "sort_key")
    )  # fmt: skip
    columns = _columns(
        "Đợt", "Mã đơn vị", "Tên đơn vị", "Loại", "Ông/Bà", "Tên", "Năm sinh", "Chức vụ, nơi công tác",
        "Mức độ tham gia", "Phiếu đồng ý của đơn vị", "Tổng số phiếu của đơn vị", "Thẩm định", "Ý kiến thẩm định",
        "Trong danh sách trình", "Thứ tự", wide=("Đợt", "Tên đơn vị", "Tên", "Chức vụ, nơi công tác"),
    )  # fmt: skip
    yield _sheet(period, "Đề nghị khen thưởng", columns, rows)


def _decisions(period: Period, tick: Tick) -> Iterator[Sheet]:
    rows = (
        (d.number_text, d.signed_on, d.round.name, d.signer_title, d.signer_name, str(d.decided_by), d.decided_at)
        for d in Decision.objects.filter(round__period=period).select_related("round", "decided_by")
    )
    columns = _columns(
        "Số, ký hiệu", "Ngày ký", "Đợt", "Chức vụ người ký", "Người ký", "Người quyết định", "Quyết định lúc",
        wide=("Đợt",),
    )  # fmt: skip
    yield _sheet(period, "Quyết định", columns, rows)
    awards = (
        Award.objects.filter(decision__round__period=period)
        .select_related("decision", "nominee__unit")
        .prefetch_related("certificates")
        .order_by("register_year", "register_number")
    )
    columns = _columns(
        "Số vào sổ", "Năm", "Quyết định", "Loại", "Ông/Bà", "Tên", "Chức vụ, nơi công tác", "Mã đơn vị", "Tên đơn vị",
        "Trực tiếp", "Tiền thưởng (đồng)", "Giấy khen", "Phát hành lúc", "Lý do thu hồi",
        wide=("Tên", "Chức vụ, nơi công tác", "Tên đơn vị"),
    )  # fmt: skip
    yield _sheet(period, "Khen thưởng", columns, (_award(award) for award in awards))


def _award(award: Award) -> tuple:
    nominee, paper = award.nominee, award.certificate
    return (
        award.register_number, str(award.register_year), award.decision.number_text, award.get_kind_display(),
        nominee.honorific, nominee.name, nominee.position, nominee.unit.code, nominee.unit.name, award.direct,
        award.reward_amount, paper.get_state_display() if paper else "", paper.issued_at if paper else None,
        paper.revoke_reason if paper else "",
    )  # fmt: skip


def _everything(period: Period, tick: Tick) -> Iterator[Sheet]:
    for part in (_units, _registrations, _reports, _scores, _dossiers, _decisions):
        yield from part(period, tick)


@dataclass(frozen=True)
class Export:
    """One line of the export centre; `big` ones are made by a worker."""

    kind: str
    label: str
    hint: str
    sheets: Sheets
    big: bool = False


EXPORTS = {
    export.kind: export
    for export in (
        Export("don-vi", "Đơn vị", "Các đơn vị hoạt động trong năm.", _units),
        Export("dang-ky", "Đăng ký thi đua", "Ai đã gửi, lúc nào, kế hoạch nào.", _registrations),
        Export("bao-cao", "Báo cáo", "Từng dòng số liệu, kết quả thẩm định và lý do.", _reports, big=True),
        Export("diem", "Điểm", "Tổng điểm và từng dòng điểm có giải thích.", _scores, big=True),
        Export("ho-so", "Hồ sơ khen thưởng", "Hồ sơ đã nộp và người, tập thể được đề nghị.", _dossiers),
        Export("quyet-dinh", "Quyết định, Giấy khen", "Quyết định, số vào sổ, tiền thưởng, Giấy khen.", _decisions),
        Export("tat-ca", "Tất cả", "Mọi danh sách trên trong một tệp.", _everything, big=True),
    )
}


def size_of(period: Period) -> int:
    """How many ticks a big export makes: one for each report and each score sheet."""
    reports = Entry.objects.filter(report__period=period, report__state__in=SENT)
    sheets = sum(latest_sheets(period, column).count() for column in ScoreColumn)
    return reports.values("report").distinct().count() + sheets
