"""The round trip on the portal: take the form, send it back, look, take it over; conflicts, returns, what is refused."""

import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from core import files
from core.models import StoredFile
from core.workflow import TransitionDenied
from reports.enums import Cell, FormKind
from reports.exchange import excel
from reports.models import FilledForm
from reports.pages import exchange as pages
from reports.rules import Figures
from reports.services import exchange as services
from reports.services.cells import CellChange, save_cells
from tests.factories import make_unit, make_user
from tests.reports.exchange_makers import filled, resaved, rows_of, saved_by_word, told
from tests.reports.factories import EARLY, make_desk, make_report_at
from tests.reports.pages import shown
from units.enums import Role, UnitKind


@pytest.fixture
def desk(period):
    return make_report_at("draft", period, X_02=Figures(a=Decimal(4), b=Decimal(10)), BC_01=Figures(text="Một hai ba."))


def form_of(desk, kind=FormKind.EXCEL, by=None) -> bytes:
    return services.make_form(desk.fresh(), kind, by=by or desk.officer, now=EARLY)


def file_of(data: bytes, kind=FormKind.EXCEL) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"bieu.{services.EXTENSIONS[kind]}", data)


def send(desk, data: bytes, kind=FormKind.EXCEL, by=None) -> FilledForm:
    return services.receive_form(desk.fresh(), file_of(data, kind), kind, by=by or desk.officer, now=EARLY)


def change(desk, code: str, field: Cell, value, base: int = 1) -> None:
    """Somebody types on the portal."""
    (answer,) = save_cells(desk.fresh(), [CellChange(code, field, value, base)], by=desk.officer)
    assert answer.fate == "saved"


def accept(desk, form, **taken) -> dict:
    form = services.accept_form(form, taken=taken.get("taken", {}), by=desk.officer, now=EARLY)
    return {(item["code"], item["field"]): item["fate"] for item in form.changes if item["kind"] == "change"}


def url(desk, name: str, *args) -> str:
    return reverse(f"reports:{name}", args=[2023, desk.unit.code, *args])


@pytest.mark.parametrize("kind", FormKind)
def test_untouched_form_has_no_change(desk, kind, client_as):
    form = send(desk, form_of(desk, kind), kind)
    assert form.changes == []
    page = shown(client_as(desk.officer).get(url(desk, "exchange-preview", form.pk)))
    assert "Tệp không có thay đổi nào." in page
    assert "Nhận" not in page


def test_changes_are_shown_then_saved(desk, client_as):
    data = filled(form_of(desk), TT_03={6: 7, 9: "Có danh sách"}, X_02={4: 2}, TT_01={6: "Chưa"})
    form = send(desk, data)
    client = client_as(desk.officer)
    page = shown(client.get(url(desk, "exchange-preview", form.pk)))
    for words in ("Nhận 4 ô", "<ins>Có danh sách</ins>", "Số thực hiện (a)", "Chưa"):
        assert words in page
    assert desk.entry("TT-03").value == 3  # looking writes nothing
    answer = client.post(url(desk, "exchange-accept", form.pk), follow=True)
    assert "Đã nhận 4 ô từ tệp." in shown(answer)
    entry = desk.entry("TT-03")
    assert (entry.value, entry.note) == (7, "Có danh sách")
    assert (desk.entry("X-02").a, desk.entry("TT-01").yes) == (2, False)
    assert entry.edits.filter(field="value").count() == 2


def test_a_form_is_taken_over_once(desk):
    form = send(desk, filled(form_of(desk), TT_03={6: 7}))
    assert accept(desk, form) == {("TT-03", "value"): "saved"}
    change(desk, "TT-03", Cell.VALUE, Decimal(9), base=2)
    with pytest.raises(TransitionDenied, match="đã được nhận"):
        accept(desk, form)
    assert desk.entry("TT-03").value == 9


def test_story_comes_back_from_word_with_its_changed_words(desk, client_as):
    form = send(desk, told(form_of(desk, FormKind.WORD), "BC-01", "Một bốn ba."), FormKind.WORD)
    client = client_as(desk.officer)
    assert "Một <del>hai</del><ins>bốn</ins> ba." in shown(client.get(url(desk, "exchange-preview", form.pk)))
    client.post(url(desk, "exchange-accept", form.pk))
    assert desk.entry("BC-01").text == "Một bốn ba."


def test_cell_changed_on_the_portal_meanwhile_keeps_its_value_unless_chosen(desk, client_as):
    data = filled(form_of(desk), TT_03={6: 7}, X_02={4: 2})
    change(desk, "TT-03", Cell.VALUE, Decimal(5))
    change(desk, "X-02", Cell.A, Decimal(1))
    form = send(desk, data)
    client = client_as(desk.officer)
    page = shown(client.get(url(desk, "exchange-preview", form.pk)))
    assert page.count("Giữ giá trị trên cổng:") == 2
    assert desk.officer.full_name in page
    posted = {"chon-X-02.a": "tep", "so-X-02.a": "2", "chon-TT-03.value": "cong", "so-TT-03.value": "2"}
    answer = client.post(url(desk, "exchange-accept", form.pk), posted, follow=True)
    assert "Đã nhận 1 ô" in shown(answer)
    assert (desk.entry("TT-03").value, desk.entry("X-02").a) == (5, 2)


def test_choice_for_a_cell_that_changed_again_does_not_win(desk):
    data = filled(form_of(desk), TT_03={6: 7})
    change(desk, "TT-03", Cell.VALUE, Decimal(5))
    form = send(desk, data)
    change(desk, "TT-03", Cell.VALUE, Decimal(6), base=2)
    assert accept(desk, form, taken={("TT-03", "value"): 2}) == {("TT-03", "value"): "conflict"}
    assert desk.entry("TT-03").value == 6


def test_same_value_on_both_sides_is_no_conflict(desk):
    data = filled(form_of(desk), TT_03={6: 7})
    change(desk, "TT-03", Cell.VALUE, Decimal(7))
    page = pages.preview(send(desk, data), now=EARLY)
    assert (page.same, page.conflicts, page.fresh) == (1, [], [])


def test_cell_that_cannot_be_kept_is_named_and_the_others_are_saved(desk, client_as):
    data = filled(form_of(desk), TT_03={6: 2.5}, X_02={4: 30}, TT_01={6: "có lẽ"})
    form = send(desk, data)
    client = client_as(desk.officer)
    page = shown(client.get(url(desk, "exchange-preview", form.pk)))
    assert "phải là số nguyên" in page
    assert "Chọn “Có” hoặc “Chưa”" in page
    assert "lớn hơn tổng số" in page  # 30 of 10 is kept, and told
    answer = shown(client.post(url(desk, "exchange-accept", form.pk), follow=True))
    assert "Đã nhận 1 ô từ tệp. 1 ô không nhận được" in answer
    assert (desk.entry("TT-03").value, desk.entry("X-02").a, desk.entry("TT-01").yes) == (3, 30, True)


def test_text_above_its_limit_is_a_fault_of_its_cell_and_is_not_kept(desk, client_as):
    long = "a " * 2000 + "đuôi"
    form = send(desk, told(form_of(desk, FormKind.WORD), "BC-01", long), FormKind.WORD)
    (item,) = form.changes
    assert (item["kind"], item["code"]) == ("fault", "BC-01")
    assert "Nội dung dài 4.004 ký tự, quá mức 4.000" in item["sentence"]
    assert "đuôi" not in str(form.changes)
    page = shown(client_as(desk.officer).get(url(desk, "exchange-preview", form.pk)))
    assert "quá mức 4.000" in page


def test_words_are_compared_only_in_cells_that_can_be_kept(desk, client_as, monkeypatch):
    form = send(desk, told(form_of(desk, FormKind.WORD), "BC-01", "Một hai."), FormKind.WORD)
    compared = []
    monkeypatch.setattr(pages.diff, "words", lambda *both: compared.append(both) or [])
    client = client_as(desk.officer)
    shown(client.get(url(desk, "exchange-preview", form.pk)))
    assert compared == [("Một hai ba.", "Một hai.")]
    compared.clear()
    form.changes = [{**item, "value": "a " * 2001} for item in form.changes]  # kept before there was a limit
    form.save(update_fields=["changes"])
    assert "quá mức" in shown(client.get(url(desk, "exchange-preview", form.pk)))
    client.post(url(desk, "exchange-accept", form.pk))
    assert compared == []


def test_of_forms_never_taken_over_the_last_five_are_kept(desk, django_capture_on_commit_callbacks):
    colleague = make_user(Role.OFFICER, desk.unit)
    other = send(desk, form_of(desk, by=colleague), by=colleague)
    applied = send(desk, filled(form_of(desk), X_02={4: 9}))
    accept(desk, applied)
    twice = filled(form_of(desk), X_02={4: 1})
    sent = [
        send(desk, twice),
        *(send(desk, filled(form_of(desk), X_02={4: n})) for n in (2, 3, 5, 6)),
        send(desk, twice),
    ]
    last = filled(form_of(desk), X_02={4: 7})
    with django_capture_on_commit_callbacks(execute=True):
        sent.append(send(desk, last))
    gone, kept = sent[:2], [other, applied, *sent[2:]]
    assert set(FilledForm.objects.all()) == set(kept)
    assert not StoredFile.objects.filter(pk__in=[form.file_id for form in gone]).exists()
    assert all(files.path_of(form.file.sha256).exists() for form in kept)  # `twice` is still named by a later form
    assert not files.path_of(gone[1].file.sha256).exists()


def test_after_a_return_only_returned_lines_are_taken(period):
    desk = make_report_at("returned", period)
    book = load_workbook(BytesIO(form_of(desk)))
    page = book[excel.FIGURES]
    rows = rows_of(page)
    returned = desk.report.entries.get(verdict="returned").indicator
    assert not page.cell(rows[returned.code], 6).protection.locked
    assert page.cell(rows["TT-03"], 6).protection.locked
    data = filled(form_of(desk), TT_03={6: 7}, **{returned.code.replace("-", "_"): {6: "Chưa"}})
    form = send(desk, data)
    looked = pages.preview(form, now=EARLY)
    assert [row.change.code for row in looked.fresh] == [returned.code]
    assert [row.change.code for row in looked.refused] == ["TT-03"]
    assert accept(desk, form) == {("TT-03", "value"): "refused", (returned.code, "yes"): "saved"}
    assert desk.entry("TT-03").value == 3


def refusal(desk, data: bytes, kind=FormKind.EXCEL, by=None) -> str:
    with pytest.raises(ValidationError) as refused:
        send(desk, data, kind, by)
    assert FilledForm.objects.count() == 0
    return " ".join(refused.value.messages)


def test_form_of_another_unit_or_year_is_refused_a_colleagues_is_not(desk, period):
    other = make_desk(period)
    assert "đơn vị khác" in refusal(desk, form_of(other))
    colleague = make_user(Role.OFFICER, desk.unit, full_name="Lê Thị Lan")
    next_year = make_desk(period.campaign.periods.get(year=2024), desk.unit, registered=False)
    next_year.officer = desk.officer
    assert "năm 2024" in refusal(desk, form_of(next_year))
    assert send(desk, form_of(desk)).changes == []
    assert send(desk, form_of(desk, by=colleague)).changes == []


def test_edited_or_lost_ticket_and_other_files_are_refused(desk):
    data = form_of(desk)

    def forge(book):
        book[excel.HIDDEN]["A2"] = book[excel.HIDDEN]["A2"].value[:-3] + "xx]"

    for broken in (resaved(data, forge), resaved(data, lambda book: book.remove(book[excel.HIDDEN]))):
        assert "không phải biểu tải về từ cổng" in refusal(desk, broken)
    for junk in (b"junk", b"PK\x03\x04junk", form_of(desk, FormKind.WORD)):
        assert refusal(desk, junk)
    assert "không an toàn" in refusal(desk, _with_macro(data))
    assert refusal(desk, data, FormKind.WORD)
    assert "đã bị sửa" in refusal(desk, saved_by_word(form_of(desk, FormKind.WORD), _lose_properties), FormKind.WORD)


def _with_macro(data: bytes) -> bytes:
    out = BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return out.getvalue()


def _lose_properties(opened) -> None:
    relations = opened.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype.endswith("custom-properties")]:
        del relations[key]


def test_only_who_may_write_takes_and_sends_forms(desk):
    stranger = make_user(Role.OFFICER, make_unit(UnitKind.CAP_XA))
    with pytest.raises(TransitionDenied):
        form_of(desk, by=stranger)
    data = filled(form_of(desk), TT_03={6: 7})
    with pytest.raises(TransitionDenied):
        send(desk, data, by=stranger)
    form = send(desk, data)
    with pytest.raises(TransitionDenied):
        services.accept_form(form, taken={}, by=stranger, now=EARLY)
    assert accept(desk, form) == {("TT-03", "value"): "saved"}


def test_sent_report_gives_no_form_and_takes_none(period, client_as):
    desk = make_report_at("draft", period)
    form = send(desk, filled(form_of(desk), TT_03={6: 7}))
    data = form_of(desk)
    from tests.reports.factories import send as sign

    sign(desk)
    client = client_as(desk.officer)
    for name in ("exchange", "exchange-download"):
        answer = client.get(url(desk, name, "excel"))
        assert answer.status_code == 302
    with pytest.raises(TransitionDenied):
        send(desk, data)
    answer = client.post(url(desk, "exchange-accept", form.pk), follow=True)
    assert "không sửa được" in shown(answer)
    assert desk.entry("TT-03").value == 3


def test_pages_of_forms_by_person(desk, client_as):
    client = client_as(desk.officer)
    answer = client.get(url(desk, "exchange-download", "excel"))
    assert answer.status_code == 200
    assert f"bieu-bao-cao-2023-{desk.unit.code}.xlsx" in answer["Content-Disposition"]
    sent = client.post(url(desk, "exchange", "excel"), {"file": file_of(answer.content)})
    form = FilledForm.objects.get()
    assert sent.url == url(desk, "exchange-preview", form.pk)
    assert form.file.name in shown(client.get(url(desk, "exchange", "excel")))
    assert client.get(url(desk, "exchange", "pdf")).status_code == 404
    colleague = client_as(make_user(Role.OFFICER, desk.unit))
    assert colleague.get(url(desk, "exchange", "excel")).status_code == 200
    assert colleague.get(url(desk, "exchange-preview", form.pk)).status_code == 404
    assert client_as(make_user(Role.OFFICER)).get(url(desk, "exchange", "word")).status_code == 404


def test_bad_upload_is_told_at_its_field(desk, client_as):
    client = client_as(desk.officer)
    for posted, words in (
        ({}, "Chọn tệp đã điền"),
        ({"file": SimpleUploadedFile("bieu.pdf", b"x")}, "Hãy gửi tệp .xlsx"),
        ({"file": SimpleUploadedFile("bieu.xlsx", b"x")}, "không đúng với đuôi .xlsx"),
    ):
        answer = client.post(url(desk, "exchange", "excel"), posted)
        assert answer.status_code == 422
        assert words in shown(answer)


def test_links_stand_on_the_report_while_it_can_be_written(desk, client_as):
    page = shown(client_as(desk.officer).get(url(desk, "self-report-detail")))
    assert url(desk, "exchange", "excel") in page
    assert url(desk, "exchange", "word") in page
    assert url(desk, "exchange", "excel") not in shown(client_as(desk.head).get(url(desk, "self-report-detail")))


def test_preview_costs_the_same_for_one_change_and_for_many(desk, client_as, django_assert_num_queries):
    client, data = client_as(desk.officer), form_of(desk)
    change(desk, "TT-03", Cell.VALUE, Decimal(5))
    change(desk, "X-02", Cell.A, Decimal(1))
    few = send(desk, filled(data, TT_03={6: 7}))
    many = send(desk, filled(data, TT_03={6: 7}, X_02={4: 2, 5: 9}, TT_01={6: "Chưa"}, TT_02={6: "Chưa"}))
    client.get(url(desk, "exchange-preview", few.pk))
    for form in (few, many):
        with django_assert_num_queries(PREVIEW_QUERIES):
            client.get(url(desk, "exchange-preview", form.pk))


PREVIEW_QUERIES = 21
