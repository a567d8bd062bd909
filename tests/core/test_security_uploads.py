"""Files that are what they say and still would do something on an office machine that opens them."""

import io
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError

from core.files import check_content

PDF = b"%%PDF-1.5\n1 0 obj<</Type/Catalog %b>>endobj\n%b\ntrailer<</Root 1 0 R>>\n%%%%EOF\n"
ACTION = b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
RELS = '<Relationships xmlns="x"><Relationship Id="r" Type="http://x/relationships/{}" Target="{}" {}/></Relationships>'


def docx(*members: tuple[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", **dict(members)}.items():
            package.writestr(name, text)
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
