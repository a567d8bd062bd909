"""The tờ trình of Phòng Nội vụ: drafted from the round, edited, confirmed, proposed with it, and then as it was sent."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.enums import OfficePaperKind, RoundState
from awards.models import OfficePaper
from awards.papers import office_printing, office_word
from awards.services import lists, office_papers, rounds
from core.models import AuditEvent
from core.workflow import TransitionDenied
from tests.awards import making
from tests.awards.dossiers import scan
from tests.awards.office import Scene, decide, make_voted_scene, propose, word_text
from tests.awards.room import refused_by_the_database
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(period, appraiser, members) -> Scene:
    return make_voted_scene(period, appraiser)


@pytest.fixture
def paper(scene, appraiser) -> OfficePaper:
    return office_papers.draft_proposal(scene.award_round, by=appraiser)


def texts_of(paper: OfficePaper, **changed: str) -> dict[str, str]:
    return {key: text for key, text in paper.body.items() if isinstance(text, str)} | changed


# --- drafts ----------------------------------------------------------------------------------------------


def test_it_says_what_was_examined_how_the_council_voted_and_who_is_asked_for(paper, scene):
    body = paper.body
    assert body["addressee"] == "Chủ tịch Ủy ban nhân dân huyện Đắk Song"
    assert "Nghị định số 91/2017/NĐ-CP" in body["bases"]
    assert "số 01/BB-HĐTĐKT ngày 25 tháng 12 năm 2023" in body["bases"]
    assert "02 bộ hồ sơ đề nghị khen thưởng 01 tập thể, 05 cá nhân" in body["opening"]
    assert "01 tập thể, 04 cá nhân đủ điều kiện, 01 cá nhân không đủ điều kiện" in body["opening"]
    assert "có mặt 03/03 thành viên; biểu quyết công khai: thông qua 01 tập thể, 03 cá nhân" in body["opening"]
    assert "tỷ lệ đồng ý 100%; không thông qua 01 cá nhân (Biên bản số 01/BB-HĐTĐKT)" in body["opening"]
    assert "quyết định tặng Giấy khen cho 01 tập thể, 02 cá nhân đã có thành tích" in body["opening"]
    assert [line["name"] for line in body["lines"]] == [scene.winner.name, "Trần Văn Được 1", "Trần Văn Được 2"]


def test_it_says_who_is_left_out_and_why_the_share_and_the_money(paper):
    closing = paper.body["closing"]
    assert "Trong 02 cá nhân có 02 người trực tiếp thực hiện (100%), không có người lãnh đạo" in closing
    assert "Không đề nghị khen thưởng 03 cá nhân:" in closing
    assert "01 cá nhân không đủ điều kiện khi thẩm định: Ông Phạm Thị Thiếu, Xã Đắk N’Drung (sáng kiến" in closing
    assert "chưa đạt mức trên 1/2 tổng số thành viên Hội đồng" in closing and "Ông H’Wễ Ktưỡng" in closing
    assert (
        "- 01 cá nhân được Hội đồng thông qua nhưng không có trong danh sách, do số lượng khen thưởng của đợt có hạn, "
        "nhiều nhất 02 cá nhân (điểm b mục IV.2.1): Ông H’Wễ Ktưỡng, Xã Đắk N’Drung.\n"
    ) in closing
    assert "vì …" not in closing
    money = closing.replace("\u00a0", " ")
    assert "mỗi tập thể 1.080.000 đồng, mỗi cá nhân 540.000 đồng; tổng cộng 2.160.000 đồng (Hai triệu" in money
    assert "Biên bản họp Hội đồng số 01/BB-HĐTĐKT; 01 bộ hồ sơ" in closing
    assert "dự thảo Quyết định" in closing and closing.endswith("xem xét, quyết định")


def test_where_there_was_room_no_rule_is_named_and_the_reason_waits(period, appraiser, members):
    scene = make_voted_scene(period, appraiser, quota_individual=3)
    paper = office_papers.draft_proposal(scene.award_round, by=appraiser)
    words = "không có trong danh sách: Ông H’Wễ Ktưỡng, Xã Đắk N’Drung (vì …)."
    assert words in paper.body["closing"] and "có hạn" not in paper.body["closing"]
    with pytest.raises(TransitionDenied, match="còn chỗ “…” chưa điền"):
        office_papers.confirm_proposal(paper, by=appraiser)
    with pytest.raises(TransitionDenied, match="phải nêu lý do không đề nghị Ông H’Wễ Ktưỡng: "):
        propose(scene, appraiser)
    making.write_reasons(scene.award_round, appraiser, "đang chờ xác minh")
    assert propose(scene, appraiser).state == RoundState.PROPOSED
    assert "(vì đang chờ xác minh)" in OfficePaper.objects.get().body["closing"]


def test_an_award_of_another_round_is_told_with_the_name(scene, appraiser):
    other = making.make_round(scene.award_round.period, appraiser, name="Đợt trước", quota_individual=1)
    facts = {"name": scene.left_out.name, "birth_year": scene.left_out.birth_year}
    twin = making.make_nominee(other, scene.loser, **facts)
    making.hold_vote(other, appraiser)
    lists.set_list(other, {twin.pk}, by=appraiser)
    paper = office_papers.draft_proposal(scene.award_round, by=appraiser)
    assert "đã được khen thưởng" not in paper.body["closing"]
    rounds.propose(other, by=appraiser, number="9/TTr-PNV", day=making.PROPOSED_ON)
    assert office_papers.is_stale(paper)
    closing = office_papers.redraft_proposal(paper, by=appraiser).body["closing"]
    assert "01 cá nhân đã được khen thưởng trong năm: Ông H’Wễ Ktưỡng, Xã Đắk N’Drung (“Ông H’Wễ" in closing
    assert "danh sách trình của đợt “Đợt trước”" in closing and "Bỏ khỏi danh sách" not in closing


def test_of_an_award_of_another_level_no_money_is_spoken(period, appraiser, members):
    scene = make_voted_scene(period, appraiser, kind="bang-khen-tinh")
    body = office_papers.draft_proposal(scene.award_round, by=appraiser).body
    assert "Tiền thưởng" not in body["closing"] and "danh sách đề nghị" in body["closing"]
    assert "đề nghị cấp có thẩm quyền tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh" in body["opening"]


def test_drafting_twice_keeps_the_first_and_an_empty_list_is_no_paper(paper, scene, appraiser):
    assert office_papers.draft_proposal(scene.award_round, by=appraiser).pk == paper.pk
    other = making.make_round(scene.award_round.period, appraiser, name="Đợt khác")
    with pytest.raises(TransitionDenied, match="chưa có ai"):
        office_papers.draft_proposal(other, by=appraiser)


def test_only_phong_noi_vu_writes(paper, scene, people):
    for role in (Role.CHAIRMAN, Role.INSPECTOR, Role.OFFICER, Role.REVIEWER):
        for act in (
            lambda by: office_papers.draft_proposal(scene.award_round, by=by),
            lambda by: office_papers.save_paper(paper, texts_of(paper), by=by),
            lambda by: office_papers.redraft_proposal(paper, by=by),
            lambda by: office_papers.confirm_proposal(paper, by=by),
            lambda by: office_papers.reopen_paper(paper, by=by),
            lambda by: office_papers.attach_scan(paper, scan(), by=by),
        ):
            with pytest.raises(TransitionDenied, match="Việc này của Phòng Nội vụ"):
                act(people[role])


# --- edit, confirm, reopen --------------------------------------------------------------------------------


def test_a_place_left_open_or_empty_stops_the_confirmation(paper, appraiser):
    saved = office_papers.save_paper(paper, texts_of(paper, opening="Hội đồng họp ngày …"), by=appraiser)
    with pytest.raises(TransitionDenied, match="còn chỗ “…” chưa điền"):
        office_papers.confirm_proposal(saved, by=appraiser)
    saved = office_papers.save_paper(saved, texts_of(saved, opening=""), by=appraiser)
    with pytest.raises(TransitionDenied, match="còn trống"):
        office_papers.confirm_proposal(saved, by=appraiser)


def test_the_same_texts_are_no_edit_and_a_long_one_is_refused(paper, appraiser):
    assert not office_papers.save_paper(paper, texts_of(paper), by=appraiser).body["edited"]
    with pytest.raises(ValidationError, match="dài quá"):
        office_papers.save_paper(paper, texts_of(paper, closing="a" * 12_001), by=appraiser)


def test_confirmed_it_is_changed_only_after_it_is_reopened_and_the_scan_goes(paper, appraiser):
    confirmed = office_papers.confirm_proposal(paper, by=appraiser)
    assert confirmed.confirmed_by == appraiser
    with pytest.raises(TransitionDenied, match="Mở lại để sửa"):
        office_papers.save_paper(confirmed, texts_of(paper, closing="Khác"), by=appraiser)
    assert office_papers.attach_scan(confirmed, scan(), by=appraiser).file
    opened = office_papers.reopen_paper(confirmed, by=appraiser)
    assert (opened.confirmed_at, opened.file) == (None, None)
    assert office_papers.save_paper(opened, texts_of(opened, closing="Khác"), by=appraiser).body["closing"] == "Khác"


def test_a_scan_belongs_to_a_confirmed_paper(paper, appraiser):
    with pytest.raises(TransitionDenied, match="Xác nhận nội dung trước"):
        office_papers.attach_scan(paper, scan(), by=appraiser)


def test_a_list_that_changed_makes_it_stale_until_it_is_drafted_again(paper, scene, appraiser):
    kept = {line["nominee"] for line in paper.body["lines"][:2]}
    lists.set_list(scene.award_round, kept, by=appraiser)
    with pytest.raises(TransitionDenied, match="đã thay đổi sau khi soạn"):
        office_papers.confirm_proposal(paper, by=appraiser)
    fresh = office_papers.redraft_proposal(paper, by=appraiser)
    assert "01 tập thể, 01 cá nhân đã có thành tích" in fresh.body["opening"]
    making.write_reasons(scene.award_round, appraiser)
    assert OfficePaper.objects.get(pk=fresh.pk).confirmed_at


# --- proposing ---------------------------------------------------------------------------------------------


def test_proposing_drafts_and_confirms_what_nobody_wrote(scene, appraiser):
    award_round = propose(scene, appraiser)
    made = OfficePaper.objects.get(round=award_round)
    assert (award_round.state, made.kind) == (RoundState.PROPOSED, OfficePaperKind.TO_TRINH)
    assert made.confirmed_by == appraiser
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"office_paper.draft", "office_paper.confirm"} <= actions


def test_an_untouched_one_follows_the_list_and_an_edited_one_must_be_confirmed(paper, scene, appraiser):
    edited = office_papers.save_paper(paper, texts_of(paper, closing="Kính trình xem xét"), by=appraiser)
    with pytest.raises(TransitionDenied, match="đang sửa dở"):
        propose(scene, appraiser)
    office_papers.confirm_proposal(edited, by=appraiser)
    lists.set_list(scene.award_round, {line["nominee"] for line in paper.body["lines"][:2]}, by=appraiser)
    with pytest.raises(TransitionDenied, match="đã thay đổi sau khi soạn"):
        propose(scene, appraiser)
    office_papers.redraft_proposal(office_papers.reopen_paper(edited, by=appraiser), by=appraiser)
    making.write_reasons(scene.award_round, appraiser)
    assert propose(scene, appraiser).state == RoundState.PROPOSED


def test_sent_back_changed_and_proposed_again_it_says_the_new_list(scene, appraiser, chairman):
    rounds.send_back(propose(scene, appraiser), by=chairman, reason="Bớt một người.")
    first = OfficePaper.objects.get()
    lists.set_list(scene.award_round, {line["nominee"] for line in first.body["lines"][:2]}, by=appraiser)
    with pytest.raises(TransitionDenied, match="phải nêu lý do không đề nghị Ông Trần Văn Được 2, Ông H’Wễ Ktưỡng: "):
        propose(scene, appraiser)
    office_papers.redraft_proposal(office_papers.reopen_paper(first, by=appraiser), by=appraiser)
    making.write_reasons(scene.award_round, appraiser)
    propose(scene, appraiser)
    assert "01 tập thể, 01 cá nhân đã có" in OfficePaper.objects.get().body["opening"]


def test_sent_back_it_waits_for_a_new_number(scene, appraiser, chairman):
    rounds.send_back(propose(scene, appraiser), by=chairman, reason="Xem lại.")
    head = office_printing.document_of(OfficePaper.objects.get()).head
    assert (head.number.number, head.place_date.day) == (None, None)


@pytest.mark.parametrize(
    ("number", "day", "field", "sentence"),
    [
        ("1", date(2023, 12, 27), "number", "viết như 45/TTr-PNV"),
        ("00/TTr-PNV", date(2023, 12, 27), "number", "viết như 45/TTr-PNV"),
        ("12/TB-PNV", date(2023, 12, 27), "number", "viết như 45/TTr-PNV"),
        ("12/TTr-PNV", date(2023, 12, 24), "day", "từ ngày họp Hội đồng (25/12/2023)"),
        ("12/TTr-PNV", date(2024, 1, 3), "day", "không được ở tương lai"),
    ],
)
def test_a_wrong_number_or_day_is_refused_at_its_field_and_leaves_no_paper(
    scene, appraiser, client_as, number, day, field, sentence
):
    with time_machine.travel("2024-01-02T08:00+07:00", tick=False):
        with pytest.raises(ValidationError) as refused:
            rounds.propose(scene.award_round, by=appraiser, number=number, day=day)
        assert list(refused.value.message_dict) == [field] and sentence in refused.value.messages[0]
        url = reverse("awards:round-propose", args=[scene.award_round.pk])
        answer = client_as(appraiser).post(url, {"number": number, "day": day.strftime("%d/%m/%Y")})
        assert answer.status_code == 422 and sentence in answer.content.decode()
    assert scene.fresh().state == RoundState.OPEN and not OfficePaper.objects.exists()


@pytest.mark.parametrize("day", [date(2023, 12, 25), date(2024, 1, 2)])
def test_on_the_day_of_the_meeting_and_today_it_is_proposed(scene, appraiser, day):
    with time_machine.travel("2024-01-02T00:30+07:00", tick=False):
        rounds.propose(scene.award_round, by=appraiser, number="12/TTr-PNV", day=day)
    assert scene.fresh().proposal_date == day


def test_a_refused_proposal_leaves_no_paper(scene, appraiser):
    lists.set_list(scene.award_round, set(), by=appraiser)
    with pytest.raises(TransitionDenied):
        propose(scene, appraiser)
    assert not OfficePaper.objects.exists()


def test_proposed_it_stays_as_it_was_sent(scene, appraiser):
    propose(scene, appraiser)
    sent = OfficePaper.objects.get()
    for act in (
        lambda: office_papers.save_paper(sent, texts_of(sent, closing="Khác"), by=appraiser),
        lambda: office_papers.redraft_proposal(sent, by=appraiser),
        lambda: office_papers.reopen_paper(sent, by=appraiser),
    ):
        with pytest.raises(TransitionDenied, match="đã trình Chủ tịch"):
            act()
    rows = OfficePaper.objects.filter(pk=sent.pk)
    assert refused_by_the_database(lambda: rows.update(body=sent.body | {"closing": "Khác"}))
    assert refused_by_the_database(lambda: rows.update(confirmed_at=None, confirmed_by=None))
    assert refused_by_the_database(rows.delete)
    assert office_papers.attach_scan(sent, scan(), by=appraiser).file  # the signed copy comes later


def test_while_the_round_is_open_the_database_lets_it_change(paper):
    rows = OfficePaper.objects.filter(pk=paper.pk)
    assert not refused_by_the_database(lambda: rows.update(body=paper.body | {"closing": "Khác"}))
    assert not refused_by_the_database(rows.delete)


# --- printed -------------------------------------------------------------------------------------------------


def test_number_and_day_are_left_for_the_pen_until_it_is_proposed(paper, scene, appraiser):
    before = making.text_of(office_printing.render(paper))
    assert "/TTr-PNV" in before and "12/TTr-PNV" not in before and "BẢN XEM TRƯỚC" in before
    propose(scene, appraiser)
    after = making.text_of(office_printing.render(OfficePaper.objects.select_related("round").get()))
    assert "Số: 12/TTr-PNV" in after and "Đắk Song, ngày 27 tháng 12 năm 2023" in after
    assert "BẢN XEM TRƯỚC" not in after
    for words in ("PHÒNG NỘI VỤ", "TỜ TRÌNH", "Kính gửi", "Trần Văn Được 1", "412 hộ", "100%", "TRƯỞNG PHÒNG", "./."):
        assert words in after


def test_a_deputy_signs_for_the_head(paper, appraiser):
    texts = texts_of(paper, signer_title="Phó Trưởng phòng", signer_name="Lê Thị Phó")
    saved = office_papers.save_paper(paper, texts, by=appraiser)
    assert office_printing.document_of(saved).signers[0].lines == ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")


def test_word_says_what_the_print_says(paper):
    text = word_text(office_word.render(paper))
    for words in ("TỜ TRÌNH", "Trần Văn Được 2", "02 bộ hồ sơ", "Không đề nghị khen thưởng 03 cá nhân"):
        assert words in text


# --- pages ---------------------------------------------------------------------------------------------------


def test_from_the_page_of_proposing_to_the_confirmed_paper(scene, appraiser, client_as):
    office, url = client_as(appraiser), reverse("awards:round-propose", args=[scene.award_round.pk])
    assert "Chưa có tờ trình. Khi bấm “Trình Chủ tịch”" in office.get(url).content.decode()
    office.post(reverse("awards:office-proposal-draft", args=[scene.award_round.pk]))
    paper = OfficePaper.objects.get()
    here = reverse("awards:office-paper", args=[paper.pk])
    assert "được xác nhận như đã soạn" in office.get(url).content.decode()
    wrong = office.post(here, texts_of(paper, closing=""))
    assert wrong.status_code == 422 and "02 bộ hồ sơ" in wrong.content.decode()
    office.post(here, texts_of(paper, closing="Kính trình xem xét"))
    assert "đang sửa dở" in office.get(url).content.decode()
    assert office.post(url, {"number": "12/TTr-PNV", "day": "27/12/2023"}).status_code == 422
    office.post(here, texts_of(paper, closing="Kính trình xem xét", confirm="1"))
    page = office.get(here).content.decode()
    assert "Đã xác nhận" in page and "Mở lại để sửa" in page
    assert office.post(url, {"number": "12/TTr-PNV", "day": "27/12/2023"}).status_code == 302
    page = office.get(here).content.decode()
    assert "chỉ xem được" in page and "Mở lại để sửa" not in page
    assert office.post(here, texts_of(paper, closing="Khác")).status_code == 422


def test_the_page_of_proposing_says_whose_reason_is_to_be_written_and_leads_there(
    period, appraiser, members, client_as
):
    scene = make_voted_scene(period, appraiser, quota_individual=3)
    office, url = client_as(appraiser), reverse("awards:round-propose", args=[scene.award_round.pk])
    draft, sent = reverse("awards:office-proposal-draft", args=[scene.award_round.pk]), {"number": "12/TTr-PNV"}
    page = office.get(url).content.decode()
    assert "phải nêu lý do không đề nghị Ông H’Wễ Ktưỡng: Hội đồng" in page and draft in page
    assert office.post(url, sent | {"day": "27/12/2023"}).status_code == 422
    office.post(draft)
    paper = OfficePaper.objects.get()
    page = office.get(url).content.decode()
    assert "Mở tờ trình, viết lý do" in page and reverse("awards:office-paper", args=[paper.pk]) in page
    closing = paper.body["closing"].replace("…", "đơn vị xin rút")
    office.post(reverse("awards:office-paper", args=[paper.pk]), texts_of(paper, closing=closing, confirm="1"))
    assert "phải nêu lý do" not in office.get(url).content.decode()
    assert office.post(url, sent | {"day": "27/12/2023"}).status_code == 302


def test_the_chairman_and_the_inspector_read_and_do_not_write(paper, people, client_as):
    here = reverse("awards:office-paper", args=[paper.pk])
    for role in (Role.CHAIRMAN, Role.INSPECTOR):
        client = client_as(people[role])
        page = client.get(here).content.decode()
        assert "Trần Văn Được 1" in page and "Lưu và xác nhận" not in page
        assert client.post(here, texts_of(paper)).status_code == 403
        assert client.get(reverse("awards:office-paper-pdf", args=[paper.pk])).content.startswith(b"%PDF")
        assert client.get(reverse("awards:office-paper-word", args=[paper.pk])).content.startswith(b"PK")
    officer = client_as(people[Role.OFFICER])
    assert officer.get(here).status_code == 403
    for name in ("office-paper-pdf", "office-paper-word", "office-paper-signed"):
        assert officer.get(reverse(f"awards:{name}", args=[paper.pk])).status_code == 404


def test_minutes_and_decision_as_word(scene, appraiser, chairman, client_as):
    award_round = decide(scene, appraiser, chairman)
    office = client_as(appraiser)
    session, decision = award_round.sessions.get(), award_round.decision
    minutes = office.get(reverse("awards:session-minutes-word", args=[session.pk]))
    assert "BIÊN BẢN" in word_text(minutes.content)
    signed = office.get(reverse("awards:decision-word", args=[decision.pk]))
    text = word_text(signed.content)
    assert "Trần Văn Được 1" in text and "H’Wễ Ktưỡng" not in text and "Điều 3." in text
    assert signed["Content-Disposition"].endswith('-2023.docx"')
    assert office.get(reverse("awards:session-count-minutes-word", args=[session.pk])).status_code == 302
