"""Days and numbers of papers: the meeting, its minutes, the tờ trình, and what one paper quotes of another."""

import re
from datetime import date

from awards.consistency.reading import dates_in, minutes_of_day, years_in
from awards.consistency.types import BAO_CAO, BIEN_BAN, TO_TRINH, Dossier, Finding, Paper, Place, Severity, Where
from core.text import date_short, fold

MEETING, SENT = "ngày họp", "ngày tờ trình"
# NĐ 30/2020: number, slash, the kind of paper, a hyphen, the office
_TO_TRINH = re.compile(r"\d{1,5}/TTr(-[\wĐ]+)*")
_MINUTES = re.compile(r"\d{1,5}/BB(-[\wĐ]+)*")
_QUOTED_MINUTES = re.compile(r"\d{1,5}/BB(?:-[\wĐ]+)*")


def days(dossier: Dossier) -> list[Finding]:
    return [*_order(dossier), *_minutes_day(dossier), *_minutes_hours(dossier), *_quoted(dossier), *_year(dossier)]


def _order(dossier: Dossier) -> list[Finding]:
    """The meeting, then the tờ trình, then the submission."""
    met, sent = dossier.meeting_date, dossier.to_trinh_date
    places = {MEETING: dossier.at("meeting_date", MEETING), SENT: dossier.at("to_trinh_date", SENT)}
    found = []
    if met and sent and sent < met:
        text = f"Tờ trình đề ngày {date_short(sent)}, trước ngày họp {date_short(met)}. Sửa một trong hai ngày."
        found.append(Finding("to_trinh_before_meeting", Severity.MUST, text, (places[SENT], places[MEETING])))
    handed_in = Place(Where.SUBMISSION, dossier.key, "", "ngày nộp hồ sơ")
    for word, day in ((MEETING, met), (SENT, sent)):
        if day and day > dossier.today:
            text = f"{word.capitalize()} là {date_short(day)}, sau ngày nộp {date_short(dossier.today)}. Kiểm tra lại."
            found.append(Finding("day_to_come", Severity.MUST, text, (places[word], handed_in)))
    return found


def _minutes_day(dossier: Dossier) -> list[Finding]:
    minutes, met = dossier.paper(BIEN_BAN), dossier.meeting_date
    if minutes is None or met is None:
        return []
    place, found = dossier.at("meeting_date", MEETING), []
    for field, word in (("opened", "bắt đầu"), ("closed", "kết thúc")):
        written = dates_in(minutes.text(field))
        if written and met not in written:
            # a meeting may end after midnight, it never ends before it began
            sure = field == "opened" or min(written) < met
            text = f"Biên bản ghi họp {word} ngày {date_short(written[0])}, thông tin cuộc họp ghi {date_short(met)}."
            severity = Severity.MUST if sure else Severity.SHOULD
            found.append(Finding("minutes_day", severity, f"{text} Sửa cho đúng một ngày.", (minutes.at(field), place)))
    return found


def _minutes_hours(dossier: Dossier) -> list[Finding]:
    minutes = dossier.paper(BIEN_BAN)
    if minutes is None:
        return []
    opened, closed = minutes_of_day(minutes.text("opened")), minutes_of_day(minutes.text("closed"))
    later = {*dates_in(minutes.text("closed"))} - {*dates_in(minutes.text("opened"))}
    if opened is None or closed is None or closed >= opened or later:
        return []
    text = "Biên bản ghi giờ kết thúc trước giờ bắt đầu. Sửa lại giờ."
    return [Finding("minutes_hours", Severity.MUST, text, (minutes.at("closed"), minutes.at("opened")))]


def _quoted(dossier: Dossier) -> list[Finding]:
    """The tờ trình rests on the minutes: their day and number as quoted are those of the minutes."""
    letter, minutes = dossier.paper(TO_TRINH), dossier.paper(BIEN_BAN)
    if letter is None:
        return []
    found = []
    for line in letter.text("bases").splitlines():
        if "bien ban" not in fold(line) or "hoi dong" not in fold(line):
            continue
        written, met = dates_in(line), dossier.meeting_date
        if written and met and met not in written:
            text = f"Căn cứ của tờ trình ghi biên bản họp ngày {date_short(written[0])}, ngày họp là {date_short(met)}."
            places = letter.at("bases"), dossier.at("meeting_date", MEETING)
            found.append(Finding("quoted_day", Severity.MUST, f"{text} Sửa cho đúng một ngày.", places))
        found += _quoted_number(line, letter, minutes)
    return found


def _quoted_number(line: str, letter: Paper, minutes: Paper | None) -> list[Finding]:
    number, written = minutes.text("number") if minutes else "", _QUOTED_MINUTES.findall(line)
    if minutes is None or not written or number in written:
        return []
    text = f"Căn cứ của tờ trình ghi biên bản số {written[0]}, biên bản ghi {number or 'không có số'}. Sửa cho khớp."
    severity = Severity.MUST if number else Severity.SHOULD
    return [Finding("quoted_number", severity, text, (letter.at("bases"), minutes.at("number")))]


def _year(dossier: Dossier) -> list[Finding]:
    """The papers are of the year of the round; a meeting may be held a little into the next."""
    found = []
    here = Place(Where.ROUND, dossier.round, "", f"đợt khen thưởng năm {dossier.year}")
    letter, met = dossier.paper(TO_TRINH), dossier.meeting_date
    if letter and (written := years_in(letter.text("opening"))) and dossier.year not in written:
        text = f"Tờ trình ghi năm {min(written)}, đợt khen thưởng là của năm {dossier.year}. Xem lại năm."
        found.append(Finding("year_differs", Severity.SHOULD, text, (letter.at("opening"), here)))
    if met and not date(dossier.year, 1, 1) <= met <= date(dossier.year + 1, 6, 30):
        text = f"Ngày họp {date_short(met)} không thuộc năm {dossier.year} của đợt. Kiểm tra lại ngày họp."
        found.append(Finding("year_differs", Severity.SHOULD, text, (dossier.at("meeting_date", MEETING), here)))
    return found


# --- numbers -------------------------------------------------------------------------------------


def numbers(dossier: Dossier) -> list[Finding]:
    """NĐ 30/2020: "12/TTr-UBND", "05/BB-HĐTĐKT"."""
    found = []
    place, letter, minutes = (
        dossier.at("to_trinh_number", "số tờ trình"),
        dossier.paper(TO_TRINH),
        dossier.paper(BIEN_BAN),
    )
    number = dossier.to_trinh_number
    other = letter.at("") if letter else dossier.list_place
    if number and not (form := _TO_TRINH.fullmatch(number)):
        text = f"Số tờ trình “{number}” không đúng thể thức. Viết như 12/TTr-UBND."
        found.append(Finding("to_trinh_number", Severity.MUST, text, (place, other)))
    elif number and form and not form[1]:
        text = f"Số tờ trình “{number}” chưa có chữ viết tắt tên cơ quan. Viết như 12/TTr-UBND."
        found.append(Finding("to_trinh_number", Severity.SHOULD, text, (place, other)))
    if minutes and (written := minutes.text("number")) and not _MINUTES.fullmatch(written):
        text = f"Số biên bản “{written}” không đúng thể thức. Viết như 05/BB-HĐTĐKT, hoặc để trống nếu không đánh số."
        found.append(Finding("minutes_number", Severity.SHOULD, text, (minutes.at("number"), minutes.at(""))))
    return found


def prior_awards(dossier: Dossier) -> list[Finding]:
    """An award that somebody already has was decided before the tờ trình."""
    found = []
    for paper in dossier.papers:
        sent = dossier.to_trinh_date
        late = [day for day in dates_in(paper.text("prior_awards")) if sent and day > sent]
        if paper.kind == BAO_CAO and late and sent:
            text = (
                f"{paper.label} ghi khen thưởng ngày {date_short(late[0])}, sau ngày tờ trình {date_short(sent)}. "
                "Kiểm tra lại ngày."
            )
            places = paper.at("prior_awards"), dossier.at("to_trinh_date", SENT)
            found.append(Finding("prior_award_to_come", Severity.SHOULD, text, places))
    return found
