"""How many collectives and people the papers speak of, and whether everyone has a report."""

import re
from collections.abc import Mapping

from awards.consistency.reading import Count, counts_in, sentences
from awards.consistency.types import BAO_CAO, BIEN_BAN, TO_TRINH, Dossier, Finding, Paper, Place, Severity, Where
from core.text import two_digits

WORD = {False: "tập thể", True: "cá nhân"}
_ASKS = re.compile(r"đề nghị|tặng|kính trình|biểu quyết|bỏ phiếu|nhất trí|thống nhất|thông qua")
_ASKS_NOT = re.compile(
    r"(?:không|chưa)(?: được| đủ phiếu)? (?:đề nghị|thông qua|nhất trí|tặng)|tham gia (?:đề nghị|biểu quyết)"
)
# minutes may tell of more than the dossier carries: whoever did not get the votes is not in it
READ = {TO_TRINH: ("opening", "closing"), BIEN_BAN: ("ballot", "conclusion")}


def asked_for(text: str) -> list[Count]:
    """The numbers that stand after a word of asking or voting, in the same sentence."""
    found = []
    for sentence in sentences(text):
        first = _ASKS.search(sentence.lower())
        if first and not _ASKS_NOT.search(sentence.lower()):
            found += [count for count in counts_in(sentence) if count.at > first.start()]
    return found


def counts(dossier: Dossier) -> list[Finding]:
    return [
        finding
        for kind, fields in READ.items()
        if (paper := dossier.paper(kind))
        for field in fields
        for finding in _of_field(paper, field, dossier)
    ]


def _of_field(paper: Paper, field: str, dossier: Dossier) -> list[Finding]:
    people = sum(one.individual for one in dossier.nominees)
    listed = {True: people, False: len(dossier.nominees) - people}
    text, places = paper.text(field), (paper.at(field), dossier.list_place)
    return disagreeing(text, listed, places, paper.label, more_is_fine=paper.kind == BIEN_BAN, sure=field != "closing")


def disagreeing(
    text: str,
    listed: Mapping[bool, int],
    places: tuple[Place, Place],
    who: str,
    *,
    more_is_fine: bool = False,
    sure: bool = True,
) -> list[Finding]:
    """A kind of which the text names numbers, none of them that of the list; and a figure against its own words."""
    found, told = [], asked_for(text)
    for individual, number in listed.items():
        written = [count.number for count in told if count.individual == individual]
        if written and number not in written:
            most = max(written)
            severity = Severity.MUST if sure and not (more_is_fine and most > number) else Severity.SHOULD
            sentence = (
                f"{who} ghi {two_digits(most)} {WORD[individual]}, danh sách có {two_digits(number)}. "
                "Sửa số trong văn bản hoặc sửa danh sách."
            )
            found.append(Finding("count_differs", severity, sentence, places))
    for count in told:
        if count.in_words is not None and count.in_words != count.number:
            sentence = (
                f"{who} ghi số {two_digits(count.number)} {WORD[count.individual]} nhưng phần chữ trong ngoặc là số khác. "
                "Sửa cho số và chữ khớp nhau."
            )
            found.append(Finding("count_in_words", Severity.MUST, sentence, places))
    return found


def reports(dossier: Dossier) -> list[Finding]:
    """IV.3.c: a report for everyone, and everyone's only; `required` are the kinds of paper of the round."""
    if BAO_CAO not in dossier.required:
        return []
    having = {paper.nominee for paper in dossier.papers if paper.kind == BAO_CAO}
    everyone = {one.key for one in dossier.nominees}
    found = [
        Finding(
            "report_missing",
            Severity.MUST,
            f"{one.label} có trong danh sách nhưng chưa có báo cáo thành tích. Soạn báo cáo rồi xác nhận.",
            (one.at("", ""), Place(Where.PAPERS, dossier.key, "", "giấy tờ của hồ sơ")),
        )
        for one in dossier.nominees
        if one.key not in having
    ]
    found += [
        Finding(
            "report_of_nobody",
            Severity.MUST,
            f"{paper.label} không thuộc ai trong danh sách. Bỏ báo cáo này hoặc thêm người vào danh sách.",
            (paper.at(""), dossier.list_place),
        )
        for paper in dossier.papers
        if paper.kind == BAO_CAO and paper.nominee not in everyone
    ]
    return found
