"""The papers of awards as Word (Nghị định 30/2020), from the frozen values of awards/documents.py.

`render(doc)` gives the same bytes for the same value. `compose(doc, marks=…)` is for `awards.papers.exchange`: `marks`
(key → label) are the parts that may be edited and come back. Their keys: `addressee`, `bases`, `opening`, `closing`,
`recipients` (tờ trình); `number`, `opened`, `attendees`, `proceedings`, `ballot`, `conclusion`, `closed`, `recipients`
(minutes); `facts`, `achievements`, `initiatives`, `prior_awards` (Mẫu số 07); `bases`, `articles`, `recipients` (quyết định).
"""

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from awards import documents
from awards.papers.retyping import NOTHING
from awards.papers.word_tables import ended, grid_of, numbered, paragraphs, percent, with_end
from core import letterhead, text
from core import word_looks as looks
from core.fonts import Face
from core.word_official import OfficialPaper


def render(doc: Any) -> bytes:
    """The DOCX of a frozen paper."""
    return compose(doc).bytes()


def compose(doc: Any, *, marks: Mapping[str, str] | None = None) -> OfficialPaper:
    """The written paper, before it becomes a file."""
    author = doc.head.issuer.organ.replace("\n", " ")
    across = isinstance(doc, documents.TrichNgang)
    paper = OfficialPaper(title=doc.about, author=author, draft=doc.draft, marks=marks, landscape=across)
    write(doc, paper)
    return paper


@singledispatch
def write(doc: Any, paper: OfficialPaper) -> None:
    """Another kind of paper registers its own writer: `@word.write.register`."""
    raise TypeError(f"no Word layout for {type(doc).__name__}")


@write.register
def _to_trinh(doc: documents.ToTrinh, paper: OfficialPaper) -> None:
    paper.letterhead(doc.head)
    paper.title("Tờ trình", doc.about)
    with paper.part("addressee"):
        paper.line(f"Kính gửi: {doc.addressee}.", looks.CENTRE)
    with paper.part("bases"):
        paper.lines(letterhead.legal_bases(doc.bases), looks.BASE)
    with paper.part("opening"):
        paper.lines(paragraphs(doc.opening))
    _nominees(doc, paper)
    with paper.part("closing"):
        paper.lines(with_end(paragraphs(doc.closing)))
    paper.signatures(doc.signers, doc.recipients)


def _nominees(doc: documents.ToTrinh, paper: OfficialPaper) -> None:
    """Two lists, each numbered from 1; the share of votes only where a council has voted."""
    heads = ("Tỷ lệ phiếu", "num")
    if doc.collectives:
        paper.line(f"I. TẬP THỂ ({text.two_digits(len(doc.collectives))} tập thể)", looks.SECTION)
        columns = ((11.0, "STT", "mid"), (None, "Tên tập thể", "left"), (38.0, "Hình thức đề nghị", "left"))
        rows = [[one.name, one.award_form, one.summary, *_share(one, doc.show_votes)] for one in doc.collectives]
        numbered(paper, (*columns, (46.0, "Tóm tắt thành tích", "left"), *([(20.0, *heads)] * doc.show_votes)), rows)
    if doc.individuals:
        number = "II" if doc.collectives else "I"
        paper.line(f"{number}. CÁ NHÂN ({text.two_digits(len(doc.individuals))} cá nhân)", looks.SECTION)
        columns = ((11.0, "STT", "mid"), (36.0, "Họ và tên", "left"), (None, "Chức vụ, đơn vị", "left"))
        columns += ((20.0, "Đối tượng", "left"), (35.0, "Tóm tắt thành tích", "left"))
        rows = [
            [f"{one.salutation} {one.name}".strip(), one.position, one.role, one.summary, *_share(one, doc.show_votes)]
            for one in doc.individuals
        ]
        numbered(paper, (*columns, *([(18.0, *heads)] * doc.show_votes)), rows)


def _share(line: documents.NomineeLine, wanted: bool) -> list[str]:
    return [percent(line.vote_share)] if wanted else []


@write.register
def _bien_ban(doc: documents.BienBan, paper: OfficialPaper) -> None:
    paper.letterhead(doc.head, number_part="number")
    paper.title("Biên bản", doc.about)
    with paper.part("opened"):
        paper.line(f"Thời gian bắt đầu: {doc.opened}.")
    paper.line(f"Địa điểm: {doc.place}.")
    _attendance(doc, paper)
    paper.line(f"Chủ trì (chủ tọa): {doc.chair}.")
    paper.line(f"Thư ký (người ghi biên bản): {doc.secretary}.")
    paper.line("Nội dung:")
    with paper.part("proceedings"):
        paper.lines(f"{number}. {line}" for number, line in enumerate(doc.proceedings, start=1))
    with paper.part("ballot"):
        paper.lines(paragraphs(doc.ballot))
    _vote_tables(doc, paper)
    with paper.part("conclusion"):
        paper.lines(paragraphs(doc.conclusion))
    with paper.part("closed"):
        paper.line(ended(doc.closed))
    paper.signatures(doc.signers)
    paper.recipients(doc.recipients)


def _attendance(doc: documents.BienBan, paper: OfficialPaper) -> None:
    there, everyone = text.two_digits(len(doc.present)), text.two_digits(len(doc.attendees))
    paper.line(f"Thành phần tham dự: có mặt {there}/{everyone} thành viên Hội đồng, gồm:")
    columns = ((11.0, "STT", "mid"), (46.0, "Họ và tên", "left"), (None, "Chức vụ, đơn vị", "left"))
    with paper.part("attendees"):
        rows = [[one.name, one.position, one.council_role] for one in doc.present]
        numbered(paper, (*columns, (40.0, "Nhiệm vụ trong Hội đồng", "left")), rows)
    if doc.absent:
        gone = (f"đồng chí {one.name}" + (f" ({one.absence_reason})" * bool(one.absence_reason)) for one in doc.absent)
        paper.line(f"Vắng {text.two_digits(len(doc.absent))}: {'; '.join(gone)}.")


@write.register
def _bien_ban_kiem_phieu(doc: documents.BienBanKiemPhieu, paper: OfficialPaper) -> None:
    paper.letterhead(doc.head)
    paper.title("Biên bản kiểm phiếu", doc.about)
    paper.line(f"Thời gian: {doc.opened}.")
    paper.line(f"Địa điểm: {doc.place}.")
    paper.line(f"Tổ kiểm phiếu gồm {text.two_digits(len(doc.committee))} thành viên:")
    last = len(doc.committee)
    paper.lines(f"{n}. {one}{'.' if n == last else ';'}" for n, one in enumerate(doc.committee, start=1))
    counts = (
        ("Tổng số thành viên Hội đồng", doc.members, "."),
        ("Số phiếu phát ra", doc.issued, ";"),
        ("số phiếu thu về", doc.returned, ";"),
        ("số phiếu hợp lệ", doc.valid, ";"),
        ("số phiếu không hợp lệ", doc.invalid, "."),
    )
    said = " ".join(f"{label}: {text.two_digits(number)}{stop}" for label, number, stop in counts)
    paper.line(f"{said} Tỷ lệ tính trên {doc.base}.")
    paper.lines(doc.notes)
    paper.line("Kết quả kiểm phiếu:")
    _vote_tables(doc, paper)
    paper.line(ended(doc.closed))
    paper.signatures(doc.signers)


def _vote_tables(doc: documents.BienBan | documents.BienBanKiemPhieu, paper: OfficialPaper) -> None:
    """The council's result per nominee: counts, share of all members, passed or not."""
    columns = ((11.0, "STT", "mid"), (None, "Tên, chức vụ, đơn vị; hình thức khen thưởng", "left"))
    columns += ((13.0, "Đồng ý", "num"), (15.0, "Không đồng ý", "num"), (15.0, "Không ý kiến", "num"))
    columns += ((15.0, "Không biểu quyết", "num"), (18.0, "Tỷ lệ", "num"), (18.0, "Kết quả", "mid"))
    lists = [(votes, name) for votes, name in ((doc.collectives, "TẬP THỂ"), (doc.individuals, "CÁ NHÂN")) if votes]
    for number, (votes, name) in enumerate(lists, start=1):
        paper.line(f"{letterhead.roman(number)}. {name}", looks.SECTION)
        numbered(paper, columns, [_vote(line) for line in votes], small=True, bold=frozenset({1}))


def _vote(line: documents.VoteLine) -> list[str]:
    who = "\n".join(filter(None, (line.name, line.position, line.award_form)))
    invalid = f"\n{text.two_digits(line.invalid)} phiếu không hợp lệ" if line.invalid else ""
    counts = [text.two_digits(number) for number in (line.agree, line.disagree, line.abstain, line.excluded)]
    return [
        who,
        *counts[:3],
        counts[3] + invalid,
        percent(line.share),
        "Thông qua" if line.passed else "Không thông qua",
    ]


@write.register
def _achievement_report(doc: documents.AchievementReport, paper: OfficialPaper) -> None:
    """Mẫu số 07: the same three parts for a collective and a person."""
    person = any(signer.title == "NGƯỜI BÁO CÁO" for signer in doc.signers)
    paper.letterhead(doc.head)
    paper.title("Báo cáo thành tích", doc.heading)
    if doc.form_reference:
        paper.line(f"({doc.form_reference})", looks.REFERENCE)
    paper.line(f"{'Họ và tên' if person else 'Tên đơn vị'}: ", looks.FLUSH, strong=doc.subject)
    if doc.subject_detail:
        paper.line(f"{'Chức vụ, đơn vị công tác' if person else 'Địa chỉ'}: {doc.subject_detail}", looks.FLUSH)
    paper.line("I. THÔNG TIN CHUNG", looks.SECTION)
    with paper.part("facts"):
        for number, fact in enumerate(doc.facts, start=1):
            paper.line(f"{number}. {fact.label}: {fact.value}".rstrip(".") + ".")
    paper.line("II. THÀNH TÍCH ĐẠT ĐƯỢC", looks.SECTION)
    _results(doc, paper)
    _achievements(doc, paper)
    paper.line("III. CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG", looks.SECTION)
    _prior_awards(doc, paper)
    paper.signatures(doc.signers)


def _results(doc: documents.AchievementReport, paper: OfficialPaper) -> None:
    paper.lines(doc.registered)
    if doc.results:
        paper.line(doc.results_heading)
        columns = ((11.0, "STT", "mid"), (None, "Chỉ tiêu", "left"), (27.0, "Mục tiêu", "mid"))
        rows = [[one.name, one.target, one.reached, one.verdict] for one in doc.results]
        numbered(paper, (*columns, (27.0, "Kết quả", "mid"), (25.0, "Đánh giá", "mid")), rows)
    if doc.standing:
        paper.line(doc.standing)


def _achievements(doc: documents.AchievementReport, paper: OfficialPaper) -> None:
    """The last part is the one that its writer edits."""
    for number, part in enumerate(doc.parts, start=1):
        paper.line(f"{number}. {part.heading}", looks.SECTION)
        with paper.part("achievements" if number == len(doc.parts) else ""):
            paper.lines(paragraphs(part.text))
    if doc.initiatives:
        paper.line("Sáng kiến, giải pháp đã được công nhận:", looks.SECTION)
        with paper.part("initiatives"):
            paper.lines(f"- {line}" for line in doc.initiatives)


def _prior_awards(doc: documents.AchievementReport, paper: OfficialPaper) -> None:
    with paper.part("prior_awards"):
        if not doc.prior_awards:
            paper.line(NOTHING)
            return
        columns = ((16.0, "Năm", "mid"), (None, "Hình thức khen thưởng", "left"))
        columns += (
            (56.0, "Số, ngày, tháng, năm của quyết định", "left"),
            (40.0, "Cơ quan ban hành quyết định", "left"),
        )
        rows = [[str(one.year), one.form, one.decision, one.issuer] for one in doc.prior_awards]
        paper.grid(grid_of(columns, rows))


@write.register
def _quyet_dinh(doc: documents.QuyetDinh, paper: OfficialPaper) -> None:
    paper.letterhead(doc.head)
    paper.title("Quyết định", doc.about)
    paper.line(doc.authority, looks.AUTHORITY)
    with paper.part("bases"):
        paper.lines(letterhead.legal_bases(doc.bases, ";"), looks.BASE)
    paper.line(doc.proposal.rstrip().rstrip(".;,") + ".", looks.BASE)
    paper.line("QUYẾT ĐỊNH:", looks.AUTHORITY)
    with paper.part("articles"):
        for number, article in enumerate(with_end(list(doc.articles)), start=1):
            paper.line(article, lead=f"Điều {number}. ")
    paper.signatures(doc.signers, doc.recipients)
    paper.annex()
    _award_list(doc, paper)


def _award_list(doc: documents.QuyetDinh, paper: OfficialPaper) -> None:
    """The list that belongs to the decision, on a page of its own."""
    paper.title("Danh sách", doc.list_heading, rule=False)
    paper.line(f"({doc.list_reference})", looks.REFERENCE)
    paper.rule(doc.list_reference, Face.ITALIC)
    money = ((36.0, "Tiền thưởng", "num"),) if doc.shows_rewards else ()
    if doc.collectives:
        paper.line("I. TẬP THỂ", looks.SECTION)
        rows = [[one.name, *_reward(one, doc)] for one in doc.collectives]
        numbered(paper, ((14.0, "STT", "mid"), (None, "Tên tập thể", "left"), *money), rows)
    if doc.individuals:
        paper.line(f"{'II' if doc.collectives else 'I'}. CÁ NHÂN", looks.SECTION)
        rows = [[f"{one.salutation} {one.name}".strip(), one.position, *_reward(one, doc)] for one in doc.individuals]
        columns = ((14.0, "STT", "mid"), (48.0, "Họ và tên", "left"), (None, "Chức vụ, đơn vị", "left"))
        numbered(paper, (*columns, *money), rows, offset=doc.offset)


def _reward(line: documents.AwardLine, doc: documents.QuyetDinh) -> list[str]:
    if not doc.shows_rewards:
        return []
    return ["" if line.reward is None else text.format_money(line.reward)]


@write.register
def _trich_ngang(doc: documents.TrichNgang, paper: OfficialPaper) -> None:
    paper.letterhead(doc.head)
    paper.title("Danh sách trích ngang", doc.about, rule=not doc.reference)
    if doc.reference:
        paper.line(f"({doc.reference})", looks.REFERENCE)
        paper.rule(doc.reference, Face.ITALIC)
    for table in doc.tables:
        paper.line(table.heading, looks.SECTION)
        paper.grid(grid_of(table.columns, table.rows, small=True))
    paper.signatures(doc.signers)
