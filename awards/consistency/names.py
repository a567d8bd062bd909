"""Names written in the papers against the list: nearly the same is most often a slip of the pen."""

import re
from collections.abc import Iterable, Iterator

from awards.consistency.nearly import Work, names_like, near
from awards.consistency.reading import attendees_in, bare, holds, key_of, labelled
from awards.consistency.types import BAO_CAO, BIEN_BAN, TO_TRINH, Dossier, Finding, Nominee, Paper, Severity

# where the paper itself says who is put forward; elsewhere another person may well be spoken of
SAYS_WHO = frozenset({"opening", "closing", "ballot", "conclusion"})
READ = {
    TO_TRINH: ("opening", "closing"),
    BIEN_BAN: ("proceedings", "ballot", "conclusion"),
    BAO_CAO: ("achievements", "initiatives"),
}
_NAME_LABELS = ("ho va ten", "ho ten", "ten tap the")
_BIRTH_LABELS = ("nam sinh", "ngay thang nam sinh", "sinh ngay", "sinh nam")
MOST_TOLD = 5  # slips of one name in one text; who mends them sees whether there are more


def names(dossier: Dossier) -> list[Finding]:
    known = {key_of(bare(name)) for name in known_people(dossier)}
    found = [one for paper in dossier.papers for one in _own_facts(paper, dossier)]
    work = Work()
    for kind, fields in READ.items():  # the letters that say who is put forward come before the reports
        for paper in dossier.papers:
            for field in fields if paper.kind == kind else ():
                found += _slips(paper, field, dossier, known, work)
    return found


def known_people(dossier: Dossier) -> list[str]:
    """Everyone who stands in the dossier by name: who is written like one of them is meant."""
    minutes = dossier.paper(BIEN_BAN)
    roster = [one.name for one in attendees_in(minutes.text("attendees"))] if minutes else []
    return [*(one.name for one in dossier.nominees), *roster, dossier.chair, dossier.secretary, dossier.signer]


def _slips(paper: Paper, field: str, dossier: Dossier, known: set[str], work: Work) -> Iterator[Finding]:
    text = paper.text(field)
    for nominee in dossier.nominees:
        exact = holds(text, nominee.name)
        told: set[str] = set()
        for written in names_like(text, nominee.name, person=nominee.individual, work=work):
            apart = near(written, nominee.name)
            if written in told or key_of(bare(written)) in known or (exact and apart):
                continue
            if len(told) == MOST_TOLD:
                break
            told.add(written)
            sure = apart == 0 and field in SAYS_WHO and not exact
            yield _slip(paper, field, nominee, written, sure=sure)
        yield from _wrong_honorific(paper, field, nominee)


def _slip(paper: Paper, field: str, nominee: Nominee, written: str, *, sure: bool) -> Finding:
    sentence = f"{paper.label} ghi “{written}”, danh sách ghi “{nominee.name}”."
    sentence += " Sửa cho đúng một tên." if sure else " Nếu là một, sửa cho đúng; nếu là người khác thì không cần sửa."
    severity = Severity.MUST if sure else Severity.SHOULD
    return Finding("name_differs", severity, sentence, (paper.at(field), nominee.at("name", "tên")))


def _wrong_honorific(paper: Paper, field: str, nominee: Nominee) -> Iterator[Finding]:
    """ "Ông Nguyễn Thị An" where the list says Bà."""
    other = {"Ông": "Bà", "Bà": "Ông"}.get(nominee.honorific)
    if other and holds(paper.text(field), f"{other} {nominee.name}"):
        sentence = f"{paper.label} ghi “{other} {nominee.name}”, danh sách ghi “{nominee.label}”. Sửa cho khớp."
        places = paper.at(field), nominee.at("honorific", "cách xưng hô")
        yield Finding("honorific_differs", Severity.SHOULD, sentence, places)


# --- what a report says of its own nominee -------------------------------------------------------


def _own_facts(paper: Paper, dossier: Dossier) -> Iterator[Finding]:
    nominee = dossier.nominee(paper.nominee)
    if nominee is None:
        return
    for label, value in labelled(paper.text("facts")):
        if not value:
            continue
        if label in _NAME_LABELS:
            yield from _own_name(paper, nominee, value)
        elif label in _BIRTH_LABELS and nominee.birth_year:
            yield from _own_year(paper, nominee, value)
        elif label.startswith("chuc vu"):
            yield from _own_words(paper, nominee, value, "position", "chức vụ, nơi công tác")
        elif label == "muc do tham gia":
            yield from _own_words(paper, nominee, value, "involvement", "mức độ tham gia")


def _own_name(paper: Paper, nominee: Nominee, value: str) -> Iterator[Finding]:
    if not holds(value, nominee.name):
        sentence = f"{paper.label} ghi tên “{bare(value)}”, danh sách ghi “{nominee.name}”. Sửa cho đúng một tên."
        yield Finding(
            "name_differs", Severity.MUST, sentence, (paper.at("facts"), nominee.at("name", "tên"))
        )  # fmt: skip
    yield from _wrong_honorific(paper, "facts", nominee)


def _own_year(paper: Paper, nominee: Nominee, value: str) -> Iterator[Finding]:
    years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", value)}
    if years and nominee.birth_year not in years:
        written = ", ".join(map(str, sorted(years)))
        sentence = f"{paper.label} ghi năm sinh {written}, danh sách ghi {nominee.birth_year}. Sửa cho khớp."
        places = paper.at("facts"), nominee.at("birth_year", "năm sinh")
        yield Finding("birth_year_differs", Severity.MUST, sentence, places)


def _own_words(paper: Paper, nominee: Nominee, value: str, field: str, word: str) -> Iterator[Finding]:
    listed = str(getattr(nominee, field))
    if listed and not (holds(value, listed) or holds(listed, value)):
        sentence = f"{paper.label} ghi {word} “{value}”, danh sách ghi “{listed}”. Xem lại cho khớp."
        yield Finding(f"{field}_differs", Severity.SHOULD, sentence, (paper.at("facts"), nominee.at(field, word)))


# --- recognised initiatives ----------------------------------------------------------------------

_NUMBER = re.compile(r"\d{1,5}/[\wĐ]+(?:-[\wĐ]+)*")


def initiatives(dossier: Dossier) -> list[Finding]:
    """The number of the paper that recognised an initiative stands in the report too."""
    found = []
    for paper in dossier.papers:
        nominee = dossier.nominee(paper.nominee)
        if nominee is None or not paper.text("initiatives"):
            continue
        wanted, written = _numbers([nominee.recognition]), _numbers(paper.texts.values())
        if wanted and not wanted & written:
            sentence = (
                f"{paper.label} không nhắc tới văn bản công nhận sáng kiến {', '.join(sorted(wanted))} "
                "đã ghi trong danh sách. Xem lại số văn bản."
            )
            places = paper.at("initiatives"), nominee.at("initiative", "văn bản công nhận sáng kiến")
            found.append(Finding("recognition_missing", Severity.SHOULD, sentence, places))
    return found


def _numbers(texts: Iterable[object]) -> set[str]:
    return {number.lower() for text in texts if isinstance(text, str) for number in _NUMBER.findall(text)}
