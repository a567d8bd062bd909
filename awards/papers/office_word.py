"""The thông báo of Phòng Nội vụ as Word, laid out as it is printed; the tờ trình is written as any other."""

from awards import documents
from awards.models import OfficePaper
from awards.papers import word
from awards.papers.office_printing import document_of
from core import letterhead, text
from core import word_looks as looks
from core.word_official import Grid, OfficialPaper

COLUMNS = ((11.0, "STT", "mid"), (34.0, "Tập thể, cá nhân", "left"), (32.0, "Chức vụ, đơn vị", "left"))
COLUMNS += ((25.0, "Kết quả", "left"), (None, "Lý do", "left"))


def render(paper: OfficePaper) -> bytes:
    return word.render(document_of(paper))


@word.write.register
def _thong_bao(doc: documents.ThongBao, paper: OfficialPaper) -> None:
    paper.letterhead(doc.head)
    paper.title("Thông báo", doc.about)
    with paper.part("bases"):
        paper.lines(letterhead.legal_bases(doc.bases), looks.BASE)
    with paper.part("opening"):
        paper.lines(word.paragraphs(doc.opening))
    widths, heads, kinds = zip(*COLUMNS, strict=True)
    rows = [
        [text.two_digits(number), one.name, one.position, one.outcome, f"{one.reason.rstrip('.,; ')}."]
        for number, one in enumerate(doc.lines, start=1)
    ]
    paper.grid(Grid(widths, heads, kinds, rows))
    with paper.part("closing"):
        paper.lines(word.with_end(word.paragraphs(doc.closing)))
    paper.signatures(doc.signers, doc.recipients)
