"""Files that are what they say and still would do something on an office machine that opens them."""

import io
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError

from core import package, word_fields
from core.files import OFFICE_LIMITS, check_content

PDF = b"%%PDF-1.5\n1 0 obj<</Type/Catalog %b>>endobj\n%b\ntrailer<</Root 1 0 R>>\n%%%%EOF\n"
ACTION = b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
RELS = '<Relationships xmlns="x"><Relationship Id="r" Type="http://x/relationships/{}" Target="{}" {}/></Relationships>'


def docx(*members: tuple[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", **dict(members)}.items():
            archive.writestr(name, text)
    return out.getvalue()


def packed(text: bytes) -> bytes:
    return b"5 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n%b\nendstream endobj" % zlib.compress(text)


@pytest.mark.parametrize(
    "data",
    [
        PDF % (ACTION, b""),
        PDF % (ACTION.replace(b"/JavaScript", b"/J#61va#53cript"), b""),
        PDF % (b"", packed(ACTION)),
        PDF % (b"", packed(ACTION.replace(b"/JavaScript", b"/#4AavaScript"))),
        PDF % (b"/AA<</O<</S/SubmitForm/F(http://x)>>>>", b""),
    ],
)
def test_an_action_hidden_in_a_pdf_is_refused(data):
    with pytest.raises(ValidationError, match="mã lệnh"):
        check_content(data, "pdf", "a.pdf")


def test_a_pdf_with_packed_objects_and_no_action_is_kept():
    data = PDF % (b"", packed(b"<</Type/Page>>"))
    assert check_content(data, "pdf", "a.pdf") == data


@pytest.mark.parametrize("mode", ['TargetMode="External"', 'TargetMode="Ex&#116;ernal"'])
def test_a_template_from_another_server_is_refused(mode):
    data = docx(("word/_rels/settings.xml.rels", RELS.format("attachedTemplate", "https://x/a.dotm", mode)))
    with pytest.raises(ValidationError, match="không an toàn"):
        check_content(data, "docx", "a.docx")


def test_a_macro_document_renamed_is_refused():
    kind = '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    with pytest.raises(ValidationError, match="không an toàn"):
        check_content(docx(("[Content_Types].xml", kind)), "docx", "a.docx")


@pytest.mark.parametrize(("kind", "mode"), [("hyperlink", 'TargetMode="External"'), ("styles", "")])
def test_a_link_to_click_and_a_part_of_the_file_are_kept(kind, mode):
    data = docx(("word/_rels/document.xml.rels", RELS.format(kind, "https://x/", mode)))
    assert check_content(data, "docx", "a.docx") == data


# --- fields that fetch or start something ------------------------------------------------------------------------

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:x="http://x/"'
)
BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))


def told(text: str, tag: str = "instrText") -> str:
    return f"<w:r><w:{tag}>{text}</w:{tag}></w:r>"


def word(body: str) -> str:
    return f"<w:document {SPACES}><w:body><w:p>{body}</w:p></w:body></w:document>"


def branches(one: str, other: str) -> str:
    choice = f'<mc:Choice Requires="w">{one}</mc:Choice>'
    return f"<mc:AlternateContent>{choice}<mc:Fallback>{other}</mc:Fallback></mc:AlternateContent>"


FETCHING = [
    BEGIN + told(' DDEAUTO c:\\\\cmd.exe "/k calc"') + SEPARATE + told("a", "t") + END,
    BEGIN + told(" dde excel a b") + END,
    BEGIN + told(' INCLUDEPICTURE "http://x/a.png" \\d ') + SEPARATE + END,
    BEGIN + told("INCLUDETEXT //x/a.docx") + END,
    BEGIN + told(" " * 500) + told("LI") + told("") + told("NK Excel.Sheet.12 a b") + SEPARATE + END,
    BEGIN + told(" &#68;D") + "</w:p><w:p>" + told('E&#x41;UTO"c"') + END,
    BEGIN + told(" PAGE ") + SEPARATE + BEGIN + told(" LINK a") + END + END,
    BEGIN + told(" DD") + BEGIN + told(" QUOTE ") + SEPARATE + told("EAUTO", "t") + END + told(" c") + END,
    BEGIN + told(" DDEAUTO c", "t") + END,
    BEGIN + told(" DDEAUTO c", "delInstrText") + END,
    BEGIN + told(" DDEAUTO never closed"),
    BEGIN + told(" DD") + '<x:fldChar w:fldCharType="end"/>' + told("EAUTO c") + END,
    BEGIN + told(" DD") + branches(END, "") + told("EAUTO c") + END,
    branches(BEGIN + told(" DD"), BEGIN) + told("EAUTO c") + END,
    BEGIN + branches(told("PAGE"), told("DDEAUTO c")) + END,
    '<w:fldSimple w:instr=" INCLUDEPICTURE http://x/a.png"/>',
    '<w:fldSimple w:instr="&#9;ddeauto c"><w:r/></w:fldSimple>',
    BEGIN * 51 + END * 51 + told(""),
]


@pytest.mark.parametrize("body", FETCHING)
def test_a_field_that_fetches_is_refused(body):
    with pytest.raises(ValidationError, match="trường tự lấy dữ liệu"):
        check_content(docx(("word/document.xml", word(body))), "docx", "a.docx")


@pytest.mark.parametrize("name", ["word/header1.xml", "word/footnotes.xml", "word/other.dat"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_in_any_part_and_in_either_encoding(name, encoding):
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, word(FETCHING[0]).encode(encoding))
    with pytest.raises(package.UnsafePackage, match=r"Ctrl\+Shift\+F9"):
        list(package.parts(out.getvalue(), OFFICE_LIMITS))


@pytest.mark.parametrize(
    "body",
    [
        BEGIN + told(" PAGE ") + SEPARATE + told("2", "t") + END,
        BEGIN + told(' HYPERLINK "http://x/" \\o "LINK"') + SEPARATE + told("DDEAUTO", "t") + END,
        BEGIN + told(" REF LINK ") + END + told("LINK với DDE", "t"),
        branches(BEGIN + told(" PAGE ") + END, BEGIN + told(" PAGE ") + END) + told("LINK", "t"),
        BEGIN + told(" LINKED ") + END,
        '<w:fldSimple w:instr=" NUMPAGES "><w:r/></w:fldSimple>',
        END + SEPARATE + told("PAGE"),
    ],
)
def test_fields_of_an_honest_document_are_kept(body):
    data = docx(("word/document.xml", word(body)))
    assert check_content(data, "docx", "a.docx") == data


def test_of_an_instruction_only_the_first_letters_are_kept():
    fields = word_fields._Fields()
    fields.start(f"{min(word_fields._WORD)} fldChar", {f"{min(word_fields._WORD)} fldCharType": "begin"})
    fields.start(f"{min(word_fields._WORD)} instrText", {})
    for _ in range(1_000):
        fields.text("PAGE " * 100)
    assert len(fields.open[0].instruction) == word_fields._LONGEST
