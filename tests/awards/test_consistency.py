"""Do the papers agree? Many dossiers in which they do, and each way in which they do not, named with both places."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from awards import consistency
from awards.consistency import Dossier, Finding, Nominee, Paper, Severity
from core.text import date_long, fold
from tests.awards import consistent

LETTER, MINUTES = 1, 2


def found(dossier: Dossier, code: str) -> list[Finding]:
    return [finding for finding in consistency.check(dossier) if finding.code == code]


# --- nothing to say ------------------------------------------------------------------------------


@pytest.mark.parametrize("block", range(10))
def test_dossiers_in_which_everything_agrees_are_left_alone(block):
    for seed in range(block * 30, block * 30 + 30):
        assert consistency.check(consistent.dossier(seed)) == [], seed


def test_an_empty_dossier_is_left_to_the_rules():
    bare = Dossier(key=1, round=1, year=2023, today=consistent.date(2023, 12, 20), required=consistent.ALL)
    assert consistency.check(bare) == []
    papers = tuple(Paper(key=n, kind=kind, label=kind, texts={}) for n, kind in enumerate(("to_trinh", "bien_ban")))
    assert {one.code for one in consistency.check(replace(bare, papers=papers))} == {"paper_unconfirmed"}


# --- one thing changed ---------------------------------------------------------------------------


def told(dossier: Dossier, key: int, field: str, change: Callable[[str], str] | str) -> Dossier:
    """The dossier with one text of one paper written another way."""

    def rewritten(paper: Paper) -> Paper:
        text = change(paper.text(field)) if callable(change) else change
        return replace(paper, texts={**paper.texts, field: text})

    papers = tuple(rewritten(paper) if paper.key == key else paper for paper in dossier.papers)
    return replace(dossier, papers=papers)


def marked(dossier: Dossier, key: int, **fields) -> Dossier:
    papers = tuple(replace(paper, **fields) if paper.key == key else paper for paper in dossier.papers)
    return replace(dossier, papers=papers)


def person_of(dossier: Dossier) -> Nominee:
    return next(one for one in dossier.nominees if one.individual)


def report_of(one: Nominee) -> int:
    return 1000 + one.key


def voted(dossier: Dossier, one: Nominee, **fields) -> Dossier:
    changed = tuple(replace(other, **fields) if other == one else other for other in dossier.nominees)
    return replace(dossier, nominees=changed)


def without_marks(name: str) -> str:
    return " ".join(word.capitalize() for word in fold(name).split())


def shorter(name: str) -> str:
    return name[:-1]


def roster(dossier: Dossier, change: Callable[[list[str]], list[str]]) -> Dossier:
    return told(dossier, MINUTES, "attendees", lambda text: "\n".join(change(text.split("\n"))))


def people(dossier: Dossier) -> int:
    return sum(one.individual for one in dossier.nominees)


LIST, PAPERS = ("nominees", 1, ""), ("papers", 1, "")


def dossier_(field: str):
    return lambda d: ("dossier", 1, field)


def letter(field: str):
    return lambda d: ("paper", LETTER, field)


def minutes(field: str):
    return lambda d: ("paper", MINUTES, field)


def nominee(field: str):
    return lambda d: ("nominee", person_of(d).key, field)


def report(field: str):
    return lambda d: ("paper", report_of(person_of(d)), field)


def at(place: tuple):
    return lambda d: place


@dataclass(frozen=True)
class Slip:
    """What is changed, the code that must be found, how sure it is, and its two places."""

    code: str
    must: bool
    change: Callable[[Dossier], Dossier]
    first: Callable
    second: Callable


def slip(code, must, first, second):
    def wrap(change):
        SLIPS[change.__name__] = Slip(code, must, change, first, second)
        return change

    return wrap


SLIPS: dict[str, Slip] = {}


@slip("count_differs", True, letter("opening"), at(LIST))
def one_more_person_in_the_letter(d):
    return told(d, LETTER, "opening", f"Xã kính đề nghị tặng Giấy khen cho {people(d) + 1:02d} cá nhân, gồm:")


@slip("count_differs", True, letter("opening"), at(LIST))
def one_more_in_words(d):
    word = consistent.number_in_words(people(d) + 1)
    return told(d, LETTER, "opening", f"Xã kính đề nghị tặng Giấy khen cho {word} cá nhân, gồm:")


@slip("count_differs", True, minutes("conclusion"), at(LIST))
def one_less_in_the_conclusion(d):
    return told(d, MINUTES, "conclusion", f"Hội đồng nhất trí đề nghị khen thưởng {people(d) - 1} cá nhân.")


@slip("count_differs", False, minutes("ballot"), at(LIST))
def more_voted_on_than_put_forward(d):
    return told(d, MINUTES, "ballot", f"Hội đồng biểu quyết về {people(d) + 3} cá nhân, kết quả như sau:")


@slip("count_in_words", True, letter("opening"), at(LIST))
def figure_against_its_words(d):
    return told(d, LETTER, "opening", f"Kính đề nghị tặng Giấy khen cho {people(d):02d} (chín mươi) cá nhân.")


@slip("report_missing", True, nominee(""), at(PAPERS))
def no_report(d):
    gone = report_of(person_of(d))
    return replace(d, papers=tuple(paper for paper in d.papers if paper.key != gone))


@slip("report_of_nobody", True, lambda d: ("paper", 9999, ""), at(LIST))
def report_of_a_stranger(d):
    extra = replace(d.papers[-1], key=9999, nominee=4711, label="Báo cáo thành tích của Ông Lạ")
    return replace(d, papers=(*d.papers, extra))


@slip("name_differs", True, report("facts"), nominee("name"))
def name_without_marks_in_its_report(d):
    one = person_of(d)
    return told(d, report_of(one), "facts", f"Họ và tên: {without_marks(one.name)}")


@slip("name_differs", True, report("facts"), nominee("name"))
def name_with_a_letter_lost_in_its_report(d):
    one = person_of(d)
    return told(d, report_of(one), "facts", f"Họ và tên: {one.honorific} {shorter(one.name)}")


@slip("name_differs", True, letter("opening"), nominee("name"))
def name_without_marks_in_the_letter(d):
    return told(d, LETTER, "opening", lambda text: f"{text} {without_marks(person_of(d).name)};")


@slip("name_differs", False, report("achievements"), nominee("name"))
def name_with_a_letter_lost_in_the_story(d):
    return told(d, report_of(person_of(d)), "achievements", f"Đồng chí {shorter(person_of(d).name)} tích cực.")


@slip("honorific_differs", False, minutes("conclusion"), nominee("honorific"))
def ong_for_ba(d):
    one = person_of(d)
    other = {"Ông": "Bà", "Bà": "Ông"}[one.honorific]
    return told(d, MINUTES, "conclusion", f"Nhất trí đề nghị {other} {one.name}.")


@slip("birth_year_differs", True, report("facts"), nominee("birth_year"))
def another_birth_year(d):
    year = person_of(d).birth_year
    return told(d, report_of(person_of(d)), "facts", lambda text: text.replace(str(year), str(year + 1)))


@slip("position_differs", False, report("facts"), nominee("position"))
def another_position(d):
    return told(d, report_of(person_of(d)), "facts", "Chức vụ, nơi công tác: Kế toán trưởng")


@slip("involvement_differs", False, report("facts"), nominee("involvement"))
def another_involvement(d):
    return told(d, report_of(person_of(d)), "facts", "Mức độ tham gia: Khác hẳn")


@slip("roster_size", True, minutes("attendees"), dossier_("meeting_members"))
def a_member_too_few_in_the_roster(d):
    return roster(d, lambda lines: lines[:-1])


@slip("votes_over_present", False, nominee("votes_total"), minutes("attendees"))
def more_votes_than_people(d):
    absent = roster(d, lambda lines: [*lines[:2], *(f"{line.partition('; vắng')[0]}; vắng: ốm" for line in lines[2:])])
    groups = [replace(one, votes_total=2, votes_for=2) for one in d.nominees if not one.individual]
    return replace(absent, nominees=(*groups, *(one for one in d.nominees if one.individual)))


@slip("presence_differs", False, minutes("proceedings"), minutes("attendees"))
def more_present_in_words(d):
    return told(d, MINUTES, "proceedings", "Có mặt 98 đồng chí.")


@slip("votes_differ", True, minutes("ballot"), nominee("votes_for"))
def other_votes_of_one(d):
    one = person_of(d)
    return told(d, MINUTES, "ballot", f"{one.label}: {one.votes_for - 1}/{one.votes_total} phiếu đồng ý")


@slip("share_differs", False, minutes("ballot"), nominee("votes_for"))
def another_share_of_one(d):
    return told(d, MINUTES, "ballot", f"{person_of(d).label} được 17% số phiếu đồng ý.")


@slip("share_differs", False, minutes("conclusion"), at(LIST))
def a_share_of_nobody(d):
    return told(d, MINUTES, "conclusion", "Kết quả nhất trí 17% số phiếu.")


@slip("minutes_day", True, minutes("opened"), dossier_("meeting_date"))
def minutes_of_another_day(d):
    return told(d, MINUTES, "opened", f"08 giờ 00, {date_long(d.meeting_date + timedelta(days=1))}")


@slip("minutes_day", True, minutes("closed"), dossier_("meeting_date"))
def closed_before_it_began(d):
    return told(d, MINUTES, "closed", f"10 giờ 30, {date_long(d.meeting_date - timedelta(days=1))}")


@slip("minutes_day", False, minutes("closed"), dossier_("meeting_date"))
def closed_after_midnight(d):
    return told(d, MINUTES, "closed", f"00 giờ 30, {date_long(d.meeting_date + timedelta(days=1))}")


@slip("minutes_hours", True, minutes("closed"), minutes("opened"))
def closed_an_hour_early(d):
    return told(d, MINUTES, "closed", "Cuộc họp kết thúc vào 7h30 cùng ngày")


@slip("quoted_day", True, letter("bases"), dossier_("meeting_date"))
def another_day_quoted(d):
    day = date_long(d.meeting_date - timedelta(days=2))
    return told(d, LETTER, "bases", f"Căn cứ biên bản họp Hội đồng Thi đua - Khen thưởng {day}")


@slip("quoted_number", True, letter("bases"), minutes("number"))
def another_number_quoted(d):
    quoted = told(d, LETTER, "bases", "Căn cứ Biên bản số 06/BB-HĐTĐKT họp Hội đồng")
    return told(quoted, MINUTES, "number", "05/BB-HĐTĐKT")


@slip("quoted_number", False, letter("bases"), minutes("number"))
def a_number_that_the_minutes_have_not(d):
    quoted = told(d, LETTER, "bases", "Căn cứ Biên bản số 06/BB-HĐTĐKT họp Hội đồng")
    return told(quoted, MINUTES, "number", "")


@slip("to_trinh_before_meeting", True, dossier_("to_trinh_date"), dossier_("meeting_date"))
def letter_before_the_meeting(d):
    return replace(d, to_trinh_date=d.meeting_date - timedelta(days=1))


@slip("day_to_come", True, dossier_("meeting_date"), at(("submission", 1, "")))
def meeting_to_come(d):
    return replace(d, today=d.meeting_date - timedelta(days=1))


@slip("day_to_come", True, dossier_("to_trinh_date"), at(("submission", 1, "")))
def letter_to_come(d):
    return replace(d, to_trinh_date=d.today + timedelta(days=1))


@slip("year_differs", False, letter("opening"), at(("round", 7, "")))
def another_year_in_the_letter(d):
    return told(d, LETTER, "opening", "Có thành tích trong phong trào năm 2022, gồm:")


@slip("year_differs", False, dossier_("meeting_date"), at(("round", 7, "")))
def meeting_of_another_year(d):
    return replace(d, meeting_date=d.meeting_date.replace(year=2022))


@slip("to_trinh_number", True, dossier_("to_trinh_number"), letter(""))
def number_in_words(d):
    return replace(d, to_trinh_number="mười hai")


@slip("to_trinh_number", False, dossier_("to_trinh_number"), letter(""))
def number_without_the_office(d):
    return replace(d, to_trinh_number="15/TTr")


@slip("minutes_number", False, minutes("number"), minutes(""))
def number_of_the_minutes_alone(d):
    return told(told(d, LETTER, "bases", ""), MINUTES, "number", "5")


@slip("not_in_roster", True, dossier_("meeting_chair"), minutes("attendees"))
def a_stranger_in_the_chair(d):
    return replace(d, chair="Lý Thường Lạ")


@slip("not_in_roster", True, dossier_("meeting_secretary"), minutes("attendees"))
def secretary_without_marks(d):
    return replace(d, secretary="Bui Thi Ky")


@slip("officer_absent", True, dossier_("meeting_secretary"), minutes("attendees"))
def secretary_away(d):
    return roster(d, lambda lines: [lines[0], f"{lines[1]}; vắng: ốm", *lines[2:]])


@slip("officer_duty", False, dossier_("meeting_chair"), minutes("attendees"))
def the_chair_is_a_plain_member(d):
    return replace(d, chair="Hồ Văn Viên 0")


@slip("chair_is_secretary", False, dossier_("meeting_chair"), dossier_("meeting_secretary"))
def one_person_for_both(d):
    return replace(d, secretary=d.chair)


@slip("attendee_twice", False, minutes("attendees"), minutes(""))
def somebody_twice(d):
    return roster(d, lambda lines: [*lines[:-1], lines[2]])


@slip("paper_unconfirmed", True, letter(""), at(LIST))
def letter_not_confirmed(d):
    return marked(d, LETTER, confirmed_at=None)


@slip("paper_unconfirmed", True, report(""), nominee(""))
def report_not_confirmed(d):
    return marked(d, report_of(person_of(d)), confirmed_at=None)


@slip("confirmed_before_change", True, minutes(""), dossier_("to_trinh_number"))
def particulars_changed_later(d):
    return replace(d, changed_at=d.changed_at + timedelta(days=1))


@slip("confirmed_before_change", True, report(""), dossier_("signer_name"))
def signer_changed_later(d):
    return replace(d, signer_changed_at=d.signer_changed_at + timedelta(days=1))


@slip("scan_missing", False, minutes(""), at(PAPERS))
def no_signed_copy(d):
    return marked(d, MINUTES, scanned=False)


@slip("recognition_missing", False, report("initiatives"), nominee("initiative"))
def another_recognition(d):
    one = person_of(d)
    named = voted(d, one, recognition="số 77/QĐ-SKHCN ngày 01/02/2023")
    return told(named, report_of(one), "initiatives", "Giải pháp (số 78/QĐ-SKHCN)")


@slip("prior_award_to_come", False, report("prior_awards"), dossier_("to_trinh_date"))
def an_award_of_next_year(d):
    return told(d, report_of(person_of(d)), "prior_awards", "2024; Giấy khen; 1/QĐ-UBND ngày 05/02/2024; UBND huyện")


def seeds_with_a_person() -> list[int]:
    return [seed for seed in range(60) if any(one.individual for one in consistent.dossier(seed).nominees)][:25]


@pytest.mark.parametrize("name", SLIPS)
def test_every_slip_is_found_with_both_places(name):
    case, hits = SLIPS[name], 0
    for seed in seeds_with_a_person():
        dossier = consistent.dossier(seed)
        changed = case.change(dossier)
        if "marks" in name and fold(person_of(dossier).name) == person_of(dossier).name.lower():
            continue  # a name without marks loses none
        expected = (case.first(dossier), case.second(dossier))
        sure = {
            tuple((place.where.value, place.key, place.field) for place in finding.places): finding.severity
            for finding in found(changed, case.code)
        }
        assert sure.get(expected) == (Severity.MUST if case.must else Severity.SHOULD), (seed, sure)
        hits += 1
    assert hits >= 20


def test_every_sentence_ends_and_every_place_has_a_name():
    for case in SLIPS.values():
        for finding in consistency.check(case.change(consistent.dossier(seeds_with_a_person()[0]))):
            assert finding.sentence[0].isupper() and finding.sentence.endswith("."), finding.sentence
            assert all(place.label for place in finding.places)
            assert finding.places[0] != finding.places[1]


def test_what_must_be_mended_comes_first():
    changed = told(no_signed_copy(consistent.dossier(3)), MINUTES, "opened", "08 giờ 00, ngày 01/01/2023")
    severities = [finding.severity for finding in consistency.check(changed)]
    assert severities == sorted(severities, key=[Severity.MUST, Severity.SHOULD].index)
    assert set(severities) == {Severity.MUST, Severity.SHOULD}


# --- what may look like a slip and is none -------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "field", "text"),
    [
        (LETTER, "opening", "Toàn xã có 15 tập thể, 40 cá nhân tham gia. Kính đề nghị Chủ tịch tặng Giấy khen, gồm:"),
        (LETTER, "opening", "Trong năm cá nhân trên, xã kính đề nghị khen thưởng năm 2023 như sau:"),
        (LETTER, "closing", "Xã không đề nghị 09 cá nhân chưa đủ tiêu chuẩn."),
        (LETTER, "bases", "Căn cứ biên bản bàn giao ngày 01/02/2023"),
        (MINUTES, "conclusion", "Hội đồng không thông qua 09 cá nhân chưa đủ số phiếu."),
        (MINUTES, "conclusion", "Đơn vị đạt 93% chỉ tiêu. Hội đồng nhất trí."),
        (MINUTES, "proceedings", "Đề nghị được thông qua khi có trên 50% số phiếu; đạt từ 70% trở lên."),
        (MINUTES, "proceedings", "Họp lúc 8 giờ ngày 25/12, theo Điều 3/4 của Quy chế."),
    ],
)
def test_plausible_words_are_no_finding(key, field, text):
    for seed in seeds_with_a_person():
        dossier = told(consistent.dossier(seed), key, field, text)
        assert [one for one in consistency.check(dossier) if one.places[0].field == field] == [], seed


def test_another_person_with_a_like_name_does_not_stop_anything():
    """ "Trần Văn Minh" of the story is not "Trần Văn Bình" of the list; whoever is known by name is not even asked."""
    base = consistent.dossier(seeds_with_a_person()[0])
    one = replace(person_of(base), name="Trần Văn Bình")
    listed = replace(base, nominees=tuple(one if other.key == one.key else other for other in base.nominees))
    report = report_of(one)
    listed = told(
        told(listed, report, "facts", "Họ và tên: Trần Văn Bình"), report, "achievements", "Cùng Trần Văn Minh."
    )
    assert [finding.severity for finding in found(listed, "name_differs")] == [Severity.SHOULD]
    in_roster = roster(listed, lambda lines: [*lines[:-1], "Trần Văn Minh; Công chức; Ủy viên"])
    assert found(in_roster, "name_differs") == []
    both = told(listed, report, "achievements", "Trần Văn Bình cùng Trần Văn Minh hướng dẫn người dân.")
    assert found(both, "name_differs") == []


def test_written_opinions_explain_more_votes_than_people():
    dossier = more_votes_than_people(consistent.dossier(seeds_with_a_person()[0]))
    assert found(dossier, "votes_over_present")
    said = told(dossier, MINUTES, "proceedings", "Thành viên vắng gửi ý kiến bằng văn bản.")
    assert found(said, "votes_over_present") == []


def test_a_round_that_asks_for_no_minutes_is_not_told_of_them():
    dossier = consistent.dossier(seeds_with_a_person()[0])
    fewer = replace(dossier, required=frozenset({"to_trinh"}), papers=dossier.papers[:1])
    assert consistency.check(fewer) == []
