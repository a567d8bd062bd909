"""Styles of printing: kept by the office, checked in mm, chosen by a round, frozen by its decision; emblem of the office."""

from decimal import Decimal

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.certificates import A4, PRESETS
from awards.enums import PaperMode, PaperSize
from awards.models import Certificate, CertificateStyle
from awards.services import certificates, decisions, styles
from core import files, jobs
from core.models import AuditEvent, Job, StoredFile
from core.workflow import TransitionDenied
from tests.awards import making
from tests.awards.test_certificate_places import disc
from units.enums import Role

pytestmark = pytest.mark.django_db
BLANK, FULL = PaperMode.OVERLAY, PaperMode.FULL


@pytest.fixture
def blank(appraiser):
    return styles.create_style("Phôi A3", by=appraiser, mode=BLANK, size=PaperSize.A3)


def posted(style, **changes) -> dict:
    """The form as a browser would send it, with these inputs changed."""
    data = {"name": style.name, "offset_x": str(style.offset_x), "offset_y": str(style.offset_y)}
    for name, place in styles.places_of(style).items():
        for part in ("x", "y", "width", "height", "size", "align"):
            data[f"{name}_{part}"] = str(getattr(place, part)).replace(".", ",")
        if place.shown:
            data[f"{name}_shown"] = "on"
    return {key: value for key, value in (data | changes).items() if value is not None}


# --- keeping -----------------------------------------------------------------------------


def test_phong_noi_vu_and_quan_tri_keep_styles_and_nobody_else(people):
    for role in Role:
        if role in styles.KEEPERS:
            assert styles.create_style(f"Mẫu {role}", by=people[role], mode=FULL, size=PaperSize.A4).pk
        else:
            with pytest.raises(TransitionDenied, match="không có quyền"):
                styles.create_style(f"Mẫu {role}", by=people[role], mode=FULL, size=PaperSize.A4)
    assert AuditEvent.objects.filter(action="certificate_style.create").count() == 2


def test_a_name_is_given_once_and_nonsense_is_refused(blank, appraiser):
    for name, mode, size in (("Phôi A3", BLANK, PaperSize.A3), ("x", "gold", PaperSize.A3), ("x", FULL, "10x10")):
        with pytest.raises(ValidationError):
            styles.create_style(name, by=appraiser, mode=mode, size=size)
    for change in ({"mode": "gold"}, {"size": "10x10"}, {"offset_x": 51}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CertificateStyle.objects.filter(pk=blank.pk).update(**change)


def test_a_box_outside_the_sheet_is_refused_at_its_row_and_nothing_is_lost(blank, appraiser, client_as):
    url, client = reverse("awards:style-edit", args=[blank.pk]), client_as(appraiser)
    assert client.get(url).status_code == 200
    answer = client.post(url, posted(blank, name_x="400", offset_x="-1,5", register_size="abc"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "“abc” không phải là số" in page and 'value="400"' in page
    answer = client.post(url, posted(blank, name_x="400", offset_x="-1,5"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "ra ngoài tờ giấy 420 × 297 mm" in page and 'value="-1,5"' in page
    blank.refresh_from_db()
    assert (blank.fields, blank.offset_x) == ({}, 0)
    assert client.post(url, posted(blank, name_x="60,5", offset_x="-1,5", place_date_shown=None)).status_code == 302
    blank.refresh_from_db()
    assert (blank.fields["name"]["x"], blank.fields["place_date"]["shown"]) == (60.5, False)
    assert (blank.offset_x, blank.changed_by) == (Decimal("-1.50"), appraiser.username)
    event = AuditEvent.objects.get(action="certificate_style.update")
    assert event.data["fields"]["name"]["x"] == 60.5


def test_a_box_too_small_for_the_longest_name_is_refused(blank, appraiser, client_as):
    url, client = reverse("awards:style-edit", args=[blank.pk]), client_as(appraiser)
    answer = client.post(url, posted(blank, name_width="40", name_height="6"))
    assert answer.status_code == 422 and "Ô hẹp quá: với chữ dài nhất" in answer.content.decode()
    assert client.post(url, posted(blank, name_width="120", name_height="30")).status_code == 302


@pytest.mark.parametrize("value", ["", "-1", "1e9", "9" * 40, "١٢", "\x00", "1,2,3", "NaN"])
def test_odd_lengths_are_sentences(blank, appraiser, client_as, value):
    answer = client_as(appraiser).post(reverse("awards:style-edit", args=[blank.pk]), posted(blank, name_width=value))
    assert answer.status_code == 422 and "ui-error" in answer.content.decode()


def test_the_sheets_for_the_printer(blank, appraiser, client_as):
    client = client_as(appraiser)
    for name in ("style-trial", "style-sample"):
        answer = client.get(reverse(f"awards:{name}", args=[blank.pk]))
        assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
        assert client.get(reverse(f"awards:{name}", args=[10**9])).status_code == 404


def test_a_new_style_is_made_on_the_page(appraiser, client_as):
    client, url = client_as(appraiser), reverse("awards:style-add")
    assert client.post(url, {"name": "", "mode": "x", "size": "y"}).status_code == 422
    answer = client.post(url, {"name": "Phôi 360", "mode": BLANK, "size": PaperSize.MEDIUM})
    made = CertificateStyle.objects.get()
    assert answer.url == reverse("awards:style-edit", args=[made.pk])
    assert client.post(url, {"name": "Phôi 360", "mode": BLANK, "size": PaperSize.MEDIUM}).status_code == 422


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_asks_the_same_number_of_queries(appraiser, client_as, django_assert_max_num_queries, n):
    for number in range(n):
        styles.create_style(f"Mẫu {number}", by=appraiser, mode=FULL, size=PaperSize.A4)
    client = client_as(appraiser)
    with django_assert_max_num_queries(8):
        page = client.get(reverse("awards:style-list")).content.decode()
    assert page.count("In cả khung") == n


# --- emblem --------------------------------------------------------------------------------


def test_the_emblem_is_a_real_png_re_encoded_and_may_be_dropped(appraiser, client_as):
    style = styles.create_style("A4 có hình", by=appraiser, mode=FULL, size=PaperSize.A4)
    url, client = reverse("awards:style-edit", args=[style.pk]), client_as(appraiser)

    def send(data: bytes, name="quoc-huy.png", **more):
        upload = SimpleUploadedFile(name, data, content_type="image/png")
        return client.post(url, {"name": style.name, "emblem": upload} | more)

    hidden = disc() + b"<?php hidden ?>"
    for data, name, words in (
        (b"GIF89a", "a.png", "không đúng với đuôi"),
        (disc(), "a.svg", "không thuộc loại"),
        (disc(150), "a.png", "nhỏ quá"),
        (b"", "a.png", "trống"),
    ):
        answer = send(data, name)
        assert (answer.status_code, words in answer.content.decode()) == (422, True), name
    assert StoredFile.objects.count() == 0
    assert send(hidden).status_code == 302
    style.refresh_from_db()
    assert b"php" not in files.read(style.emblem)
    assert styles.layout_of_style(style).emblem is not None
    shown = client.get(reverse("awards:style-emblem", args=[style.pk]))
    assert shown.getvalue() == files.read(style.emblem)
    assert client.post(url, {"name": style.name, "drop_emblem": "on"}).status_code == 302
    style.refresh_from_db()
    assert style.emblem is None and styles.layout_of_style(style) == A4
    assert client.get(reverse("awards:style-emblem", args=[style.pk])).status_code == 404


# --- a round and its decision ----------------------------------------------------------------


def test_no_style_is_the_design_of_the_portal_and_leaves_no_trace(proposed, chairman):
    decision = decisions.decide_round(proposed, by=chairman, signed_on=making.SIGNED_ON)
    assert "style" not in decision.content
    assert certificates.layout_of_decision(decision) is A4


def test_only_phong_noi_vu_chooses_for_a_round(award_round, blank, people, client_as):
    with pytest.raises(TransitionDenied, match="Phòng Nội vụ"):
        styles.choose_style(award_round, by=people[Role.ADMIN], style=blank)
    client, url = client_as(people[Role.APPRAISER]), reverse("awards:round-style", args=[award_round.pk])
    assert client.post(url, {"style": "999999"}).status_code == 422
    assert client.post(url, {"style": blank.pk}).status_code == 302
    award_round.refresh_from_db()
    assert award_round.style == blank
    assert "Phôi A3" in client.get(reverse("awards:round-detail", args=[award_round.pk])).content.decode()
    client.post(url, {"style": ""})
    award_round.refresh_from_db()
    assert award_round.style is None


def shown_on(page: str, item) -> list[str]:
    """Words of the paper that the check page does not show."""
    words = " ".join(page.casefold().split())
    day = f"{item.signed_on:%d/%m/%Y}"
    facts = [item.salutation, item.name, item.position, item.achievement, item.authority, item.decision_number, day]
    facts += [item.register_number, item.place, item.signer.lines[-1], item.signer.name, item.award_form]
    code = item.verify_words.rpartition("mã ")[2]
    return [fact for fact in (*facts, code) if fact and " ".join(fact.casefold().split()) not in words]


@pytest.mark.parametrize("mode", [FULL, BLANK])
def test_the_qr_of_every_size_leads_to_a_page_with_every_fact(period, people, members, client, mode):
    """One decision per mode; its papers drawn on each size, photographed, read and followed."""
    appraiser = people[Role.APPRAISER]
    style = styles.create_style("Mẫu", by=appraiser, mode=mode, size=PaperSize.LARGE)
    award_round = making.make_proposed_round(period, appraiser, collectives=1, direct=1)
    styles.choose_style(award_round, by=appraiser, style=style)
    decision = decisions.decide_round(award_round, by=people[Role.CHAIRMAN], signed_on=making.SIGNED_ON)
    jobs.run(str(Job.objects.get().pk))
    for paper, size in zip(list(certificates.of_decision(decision)) * 2, PaperSize, strict=True):
        item = certificates.items_of(decision, [paper])[0]
        layout = styles.layout_of({**styles.snapshot(style), "size": size})
        (data,) = certificates.draw_certificates([item], layout)
        (code,) = zxingcpp.read_barcodes(pypdfium2.PdfDocument(data)[0].render(scale=200 / 72).to_pil())
        page = client.get(code.text.removeprefix(settings.SITE_URL)).content.decode()
        assert "Còn hiệu lực" in page and shown_on(page, item) == [], size
        other = certificates.items_of(decision, [one for one in certificates.of_decision(decision) if one != paper])[0]
        assert other.name in shown_on(page, other)
        read = making.text_of(data)
        assert item.name in read and ("CỘNG HÒA" in read) == (mode == FULL)
    assert {str(one.value) for one in PaperSize} == {f"{p.width:g}x{p.height:g}" for p in PRESETS.values()}


def test_papers_keep_the_style_of_the_day_of_signing(period, people, members, blank):
    """A correction of the style moves the sheets for the printer, never a file that was issued or is still to be."""
    appraiser = people[Role.APPRAISER]
    award_round = making.make_proposed_round(period, appraiser, collectives=0, direct=2)
    styles.choose_style(award_round, by=appraiser, style=blank)
    decision = decisions.decide_round(award_round, by=people[Role.CHAIRMAN], signed_on=making.SIGNED_ON)
    signed = decision.content["style"]
    expected = certificates.draw_certificates(
        certificates.items_of(decision, certificates.of_decision(decision)), styles.layout_of(signed)
    )
    before = making.text_of(expected[0])
    styles.update_style(blank, by=appraiser, name="Phôi A3, máy mới", offset_x=Decimal(7), offset_y=Decimal(0))
    jobs.run(str(Job.objects.get().pk))
    papers = list(certificates.of_decision(decision))
    assert [files.read(paper.file) for paper in papers] == expected
    decision.refresh_from_db()
    first = certificates.merged_pdf(decision)
    assert first == certificates.merged_pdf(decision)

    def left(data: bytes) -> float:
        text = pypdfium2.PdfDocument(data)[0].get_textpage()
        return text.get_charbox(text.get_text_range().index("Trần"))[0]

    assert making.text_of(first).count(papers[0].award.nominee.name) == 1 and before
    assert left(first) - left(expected[0]) == pytest.approx(7 * 72 / 25.4, abs=0.1)
    assert Certificate.objects.filter(state="valid").count() == 2
