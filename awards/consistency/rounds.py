"""The list of a round against what the council passed, the tờ trình of Phòng Nội vụ, and the answer to it.

What the council decided is taken from the portal's own count, which is authoritative; who may be on the list at all
is a matter of awards/rules.py and not said again here.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from awards.consistency.counts import WORD, disagreeing
from awards.consistency.names import SAYS_WHO
from awards.consistency.nearly import Work, names_like, near
from awards.consistency.reading import fractions_in, holds, percents_in, same_name, sentences
from awards.consistency.types import Finding, Listed, OfficePaper, Place, Round, Session, Severity, Where
from awards.consistency.votes import fits
from core.text import date_short, format_decimal

NUMBER, DAY = "số tờ trình của Phòng Nội vụ", "ngày tờ trình của Phòng Nội vụ"


def check(one: Round) -> list[Finding]:
    found = [*_left_out(one), *_order(one), *_late_dossiers(one), *_signer(one)]
    if one.paper:
        found += [*_letter(one, one.paper), *_texts(one, one.paper)]
    return sorted(found, key=lambda finding: not finding.must)


def _place(one: Round, field: str, label: str) -> Place:
    return Place(Where.ROUND, one.key, field, label)


def _list(one: Round) -> Place:
    return Place(Where.LIST, one.key, "", "danh sách trình")


def _session(session: Session) -> Place:
    name = f"biên bản {session.minutes_number}" if session.minutes_number else "phiên họp Hội đồng"
    return Place(Where.SESSION, session.key, "", f"{name} ngày {date_short(session.held)}")


def _left_out(one: Round) -> Iterator[Finding]:
    """Passed by the council and not listed, though the quota has room."""
    if not one.sessions or not one.listed:
        return
    listed = Counter(line.individual for line in one.listed)
    for individual, passed, limit in (
        (False, one.passed_collectives, one.quota_collective),
        (True, one.passed_people, one.quota_individual),
    ):
        room = passed if limit is None else min(passed, limit)
        if listed[individual] < room:
            text = (
                f"Hội đồng thông qua {passed} {WORD[individual]}, danh sách trình có {listed[individual]} và còn chỗ. "
                "Xem lại có bỏ sót không."
            )
            yield Finding("passed_not_listed", Severity.SHOULD, text, (_session(one.sessions[-1]), _list(one)))


def _order(one: Round) -> Iterator[Finding]:
    """The council's session, then the tờ trình, then the decision."""
    if one.day is None:
        return
    place = _place(one, "proposal_date", DAY)
    for session in one.sessions:
        if one.day < session.held:
            text = (
                f"Tờ trình của Phòng Nội vụ đề ngày {date_short(one.day)}, trước phiên họp Hội đồng ngày "
                f"{date_short(session.held)}. Kiểm tra lại ngày."
            )
            yield Finding("proposal_before_session", Severity.MUST, text, (place, _session(session)))
    if one.answered and one.answered < one.day:
        text = (
            f"Quyết định hoặc văn bản chuyển đề ngày {date_short(one.answered)}, trước tờ trình ngày "
            f"{date_short(one.day)}. Kiểm tra lại ngày."
        )
        yield Finding(
            "answer_before_proposal", Severity.MUST, text, (place, _place(one, "answered", "ngày quyết định"))
        )


def _late_dossiers(one: Round) -> Iterator[Finding]:
    """A unit's tờ trình that is younger than the session that voted on its nominees."""
    sessions, told = {session.key: session for session in one.sessions}, set()
    for line in one.listed:
        session = sessions.get(line.session or 0)
        if session is None or line.to_trinh_date is None or line.dossier in told:
            continue
        if line.to_trinh_date > session.held:
            told.add(line.dossier)
            text = (
                f"Tờ trình của {line.unit} đề ngày {date_short(line.to_trinh_date)}, sau phiên họp Hội đồng ngày "
                f"{date_short(session.held)}. Kiểm tra lại ngày."
            )
            letter = Place(Where.DOSSIER, line.dossier, "to_trinh_date", f"ngày tờ trình của {line.unit}")
            yield Finding("dossier_after_session", Severity.SHOULD, text, (letter, _session(session)))


def _signer(one: Round) -> Iterator[Finding]:
    if one.listed and not one.signer:
        text = "Đợt khen thưởng chưa có họ tên người ký quyết định. Bổ sung ở thiết lập của đợt."
        yield Finding(
            "signer_missing", Severity.SHOULD, text, (_place(one, "signer_name", "người ký quyết định"), _list(one))
        )


# --- the tờ trình of Phòng Nội vụ ----------------------------------------------------------------


def _at(paper: OfficePaper, field: str) -> Place:
    return Place(Where.OFFICE_PAPER, paper.key, field, "Tờ trình của Phòng Nội vụ")


def _letter(one: Round, paper: OfficePaper) -> Iterator[Finding]:
    """Number and day as on the paper and as entered when the list was proposed."""
    if one.number and paper.number and one.number != paper.number:
        text = f"Tờ trình mang số {paper.number}, khi trình đã nhập số {one.number}. Sửa một trong hai."
        yield Finding(
            "proposal_number", Severity.MUST, text, (_at(paper, "number"), _place(one, "proposal_number", NUMBER))
        )
    if one.day and paper.day and one.day != paper.day:
        text = f"Tờ trình đề ngày {date_short(paper.day)}, khi trình đã nhập ngày {date_short(one.day)}. Sửa một trong hai."
        yield Finding("proposal_day", Severity.MUST, text, (_at(paper, "day"), _place(one, "proposal_date", DAY)))


def _texts(one: Round, paper: OfficePaper) -> Iterator[Finding]:
    people = sum(line.individual for line in one.listed)
    listed = {True: people, False: len(one.listed) - people}
    work = Work()
    for field, text in paper.texts.items():
        if one.listed and field == "opening":  # the closing tells of those who are not asked for
            yield from disagreeing(text, listed, (_at(paper, field), _list(one)), "Tờ trình của Phòng Nội vụ")
        for line in one.listed:
            yield from _slips(one, paper, field, line, work)
        yield from _votes(one, paper, field)


def _slips(one: Round, paper: OfficePaper, field: str, line: Listed, work: Work) -> Iterator[Finding]:
    text = paper.texts[field]
    exact, told = holds(text, line.name), set()
    for written in names_like(text, line.name, person=line.individual, work=work):
        apart = near(written, line.name)
        listed = any(same_name(written, other.name) for other in one.listed)
        if listed or written in told or (exact and apart):
            continue
        told.add(written)
        sure = apart == 0 and not exact and field in SAYS_WHO
        sentence = f"Tờ trình của Phòng Nội vụ ghi “{written}”, danh sách ghi “{line.name}”. Xem lại cho đúng một tên."
        severity = Severity.MUST if sure else Severity.SHOULD
        yield Finding("name_differs", severity, sentence, (_at(paper, field), _line(line)))


def _line(line: Listed) -> Place:
    return Place(Where.NOMINEE, line.key, "name", line.label)


def _votes(one: Round, paper: OfficePaper, field: str) -> Iterator[Finding]:
    """A sentence that names one of the list and gives votes gives those of the council."""
    for sentence in sentences(paper.texts[field].replace(";", ";\n")):
        about = [line for line in one.listed if holds(sentence, line.name)]
        if len(about) != 1 or about[0].yes is None or not about[0].base:
            continue
        line, right = about[0], (about[0].yes, about[0].base)
        wrong = [f"{part}/{whole}" for part, whole in fractions_in(sentence) if (part, whole) != right]
        wrong += [f"{format_decimal(share[0])}%" for share in percents_in(sentence) if not _fits(share, right)]
        if wrong:
            text = (
                f"Tờ trình của Phòng Nội vụ ghi {wrong[0]} về {line.label}, biên bản họp Hội đồng ghi "
                f"{right[0]}/{right[1]} đồng ý. Sửa theo biên bản."
            )
            session = next((row for row in one.sessions if row.key == line.session), None)
            place = _session(session) if session else _list(one)
            yield Finding("votes_differ", Severity.MUST, text, (_at(paper, field), place))


def _fits(share: tuple[Decimal, int], pair: tuple[int, int]) -> bool:
    return fits(share[0], share[1], pair)
