"""A report out as an Excel or Word form and back: what the file changes is looked at first, then taken over once."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from campaign.selectors import due_at
from core import audit, files
from core.text import date_short
from core.word_check import UnreadableDocument, read_docx
from core.workbook_check import UnreadableWorkbook
from core.workflow import TransitionDenied
from reports import rules
from reports.enums import Cell, FormKind, ReportState
from reports.exchange import diff, excel, word
from reports.exchange.excel_reader import Filled, Workbook
from reports.exchange.lines import FORMAT, FormLine, FormSheet, Value, ticket_of
from reports.models import CellEdit, FilledForm, SelfReport
from reports.presenters import Row
from reports.selectors import rows as selectors
from reports.services.cells import CellAnswer, CellChange, Fate, plain, save_cells
from reports.services.drafting import line_open, require_open, require_own

EXTENSIONS = {FormKind.EXCEL: "xlsx", FormKind.WORD: "docx"}
_SIGNER = signing.Signer(salt="reports.exchange")
KEPT = "kept"  # beside the fates of a cell: the person chose what stands on the portal
WAITING_FORMS = 5
_GET_A_NEW_ONE = "Anh/chị tải biểu mới về, chép phần đã điền sang rồi tải lên lại."


def form_sheet_of(report: SelfReport, *, now: datetime) -> FormSheet:
    """The report as its forms show it: 6 queries, however many lines."""
    numbers: dict[int, dict[str, int]] = {}
    latest = CellEdit.objects.filter(entry__report=report).order_by().values_list("entry", "field")
    for entry, name, number in latest.annotate(Max("number")):
        numbers.setdefault(entry, {})[name] = number
    due, made = timezone.localtime(due_at(report.period, report.unit_id)), timezone.localtime(now)
    return FormSheet(
        report=report.pk,
        year=report.period.year,
        unit_code=report.unit.code,
        unit_name=report.unit.name,
        campaign=report.period.campaign.title,
        due=date_short(due.date()),
        made=f"{made:%H:%M} ngày {date_short(made.date())}",
        lines=tuple(
            _line(report, row, numbers.get(row.entry.pk, {}) if row.entry else {})
            for section in selectors.report_rows(report)
            for row in section.rows
        ),
        returned=report.state == ReportState.RETURNED,
    )


def _line(report: SelfReport, row: Row, numbers: dict[str, int]) -> FormLine:
    indicator, opens = row.indicator, line_open(report, row.entry)
    returned = opens and report.state == ReportState.RETURNED
    return FormLine(
        code=indicator.code,
        section=indicator.section,
        name=indicator.name,
        kind=indicator.kind,
        figures=row.own,
        numbers=numbers,
        open=opens,
        unit_label=indicator.unit_label,
        choices=tuple(indicator.choices),
        a_label=indicator.a_label,
        b_label=indicator.b_label,
        threshold=row.threshold,
        clause=indicator.clause_code,
        evidence_hint=indicator.evidence_hint,
        asked=row.entry.reason if returned and row.entry else "",
    )


def make_form(report: SelfReport, kind: FormKind, *, by, now: datetime) -> bytes:
    """The form of a report that its officer may write in now."""
    require_own(report.unit_id, by)
    require_open(report)
    sheet = form_sheet_of(report, now=now)
    ticket = _seal(ticket_of(sheet, kind, user=by.get_username()))
    return excel.form_of_report(sheet, ticket) if kind == FormKind.EXCEL else word.document_of_report(sheet, ticket)


def _seal(ticket: dict[str, Any]) -> str:
    return _SIGNER.sign_object(ticket, compress=True).replace("_", "~")  # Excel has meanings for _x0041_


def _unseal(text: str) -> dict[str, Any]:
    try:
        ticket = _SIGNER.unsign_object(text.replace("~", "_"))
    except signing.BadSignature:
        ticket = {}
    if not isinstance(ticket, dict) or ticket.get("format") != FORMAT:
        raise ValidationError(
            "Tệp này không phải biểu tải về từ cổng, hoặc phần cổng dùng để nhận ra tệp đã bị sửa. " + _GET_A_NEW_ONE
        )
    return ticket


def receive_form(report: SelfReport, upload, kind: FormKind, *, by, now: datetime) -> FilledForm:
    """Keeps an uploaded form with what it changes; nothing of the report changes yet.

    Raises ValidationError with a sentence for a file that cannot be read or is not the form of this report and person.
    """
    require_own(report.unit_id, by)
    require_open(report)
    checked = files.check_upload(upload, kinds=(EXTENSIONS[kind],))
    try:
        ticket, filled = _read(checked.data, report, kind, by=by, now=now)
    except (UnreadableWorkbook, UnreadableDocument) as refused:
        raise ValidationError(str(refused)) from refused
    changes, overlong = _within_limits(diff.changes(ticket["cells"], filled.cells))
    items = [
        *(_change_item(change) for change in changes),
        *(
            {"kind": "fault", "code": f.code, "field": f.field, "place": f.place, "sentence": f.sentence}
            for f in (*filled.faults, *overlong)
        ),
        *({"kind": "note", "sentence": sentence} for sentence in filled.notes),
    ]
    with transaction.atomic():  # reading a form takes a moment; nobody waits for it
        form = FilledForm.objects.create(
            report=report, kind=kind, file=checked.keep(by=by), changes=items, uploaded_by=by.get_username()
        )
        _forget_older(form)
    return form


def _forget_older(form: FilledForm) -> None:
    """Of the forms that a person sent and never took over, the last few are kept."""
    waiting = FilledForm.objects.filter(report=form.report, uploaded_by=form.uploaded_by, applied_at=None)
    older = list(waiting.values_list("pk", flat=True)[WAITING_FORMS:])
    for old in waiting.select_for_update(of=("self",)).select_related("file").filter(pk__in=older):
        old.delete()
        files.forget(old.file)


def _within_limits(changes: list[diff.Change]) -> tuple[list[diff.Change], list[diff.Fault]]:
    """The changes to keep; a text above its limit is a fault of its cell, and is not kept."""
    kept, faults = [], []
    for change in changes:
        sentence = rules.too_long(change.field, str(change.value)) if change.field in ("text", "note") else ""
        if sentence:
            faults.append(diff.Fault(change.code, change.field, change.place, sentence))
        else:
            kept.append(change)
    return kept, faults


def _read(data: bytes, report: SelfReport, kind: FormKind, *, by, now: datetime) -> tuple[dict[str, Any], Filled]:
    lines = form_sheet_of(report, now=now).lines
    if kind == FormKind.EXCEL:
        workbook = Workbook(data)
        ticket = _checked(_unseal(workbook.ticket()), report, kind)
        return ticket, workbook.filled(lines)
    document = read_docx(data)
    ticket = _checked(_unseal(word.ticket_in(document)), report, kind)
    return ticket, word.filled(document, lines)


def _checked(ticket: dict[str, Any], report: SelfReport, kind: FormKind) -> dict[str, Any]:
    """The form of this very report; colleagues of the unit may hand it on."""
    if ticket["unit"] != report.unit.code:
        raise ValidationError(f"Tệp này là biểu của đơn vị khác, không phải của {report.unit.name}.")
    if ticket["year"] != report.period.year:
        raise ValidationError(f"Tệp này là biểu của năm {ticket['year']}, báo cáo này là của năm {report.period.year}.")
    if ticket["report"] != report.pk or ticket["kind"] != kind:
        raise ValidationError("Tệp này không phải biểu của báo cáo này. " + _GET_A_NEW_ONE)
    return ticket


def _change_item(change: diff.Change) -> dict[str, Any]:
    item = {"kind": "change", "code": change.code, "field": change.field, "place": change.place, "base": change.base}
    return {**item, "value": plain(change.value)}


def changes_of(form: FilledForm) -> list[diff.Change]:
    """The changes of a kept form, as they were read."""
    return [
        diff.Change(item["code"], item["field"], typed(item["field"], item["value"]), item["base"], item["place"])
        for item in form.changes
        if item["kind"] == "change"
    ]


def typed(name: str, value: str | bool | None) -> Value:
    """A value as JSON keeps it -> as a cell holds it."""
    return Decimal(value) if name in ("a", "b", "value") and isinstance(value, str) else value


@transaction.atomic
def accept_form(form: FilledForm, *, taken: Mapping[tuple[str, str], int], by, now: datetime) -> FilledForm:
    """Takes the changes of a form over, all in one go; each is told what became of it.

    `taken`: the cells changed on the portal meanwhile where the file shall win, with the number that the person saw.
    """
    form = FilledForm.objects.select_for_update(of=("self",)).select_related("report").get(pk=form.pk)
    require_own(form.report.unit_id, by)
    if form.applied_at:
        raise TransitionDenied("Tệp này đã được nhận rồi; anh/chị không cần nhận lại.")
    lines = {line.code: line for line in form_sheet_of(form.report, now=now).lines}
    changes = changes_of(form)
    asked = [change for change in changes if not _left(change, lines, taken)]
    sent = [CellChange(c.code, Cell(c.field), c.value, taken.get((c.code, c.field), c.base)) for c in asked]
    answers = {(answer.code, answer.field.value): answer for answer in save_cells(form.report, sent, by=by)}
    outcome = [
        {**_change_item(change), **_told(answers.get((change.code, change.field)), change, lines)} for change in changes
    ]
    form.changes = outcome + [item for item in form.changes if item["kind"] != "change"]
    form.applied_at = now
    form.save(update_fields=["changes", "applied_at"])
    saved = sum(answer.fate == Fate.SAVED for answer in answers.values())
    data = {"kind": form.kind, "sha256": form.file.sha256, "changes": len(changes), "saved": saved}
    audit.append("self_report.form_accepted", form.report, by=by, data=data)
    return form


def _left(change: diff.Change, lines: dict[str, FormLine], taken: Mapping[tuple[str, str], int]) -> bool:
    """A cell that somebody changed on the portal stays, unless the person chose the file's value."""
    line = lines.get(change.code)
    return (
        line is not None and (change.code, change.field) not in taken and standing_of(change, line) == diff.Fit.CONFLICT
    )


def standing_of(change: diff.Change, line: FormLine) -> diff.Fit:
    stands = getattr(line.figures, change.field)
    return diff.standing(change, stands=stands, number=line.numbers.get(change.field, 0), open=line.open)


def _told(answer: CellAnswer | None, change: diff.Change, lines: dict[str, FormLine]) -> dict[str, Any]:
    line = lines.get(change.code)
    before = plain(getattr(line.figures, change.field)) if line else None
    if answer is None:
        return {"fate": KEPT, "before": before, "sentence": ""}
    return {"fate": answer.fate.value, "before": before, "sentence": answer.sentence}
