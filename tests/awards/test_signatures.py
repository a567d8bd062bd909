"""Signed files: genuine ones are taken, each forgery is refused by a guard of its own, and each guard is needed."""

import time
import zlib
from datetime import timedelta
from functools import cache
from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from core.pdf import render_html
from core.signatures import CHECKS, SENTENCES, BadSignature, check_signed
from core.signatures_confined import WAIT_SECONDS, check_confined
from core.trust import read_certificates
from tests.awards import pki


@cache
def ours() -> bytes:
    return pki.document("Giay khen: Ba Nguyen Thi An")


@cache
def genuine() -> bytes:
    return pki.sign(ours(), pki.chairman())


WORDS = "<html lang=vi><title>Giấy khen</title><p>Tặng Giấy khen Bà Nguyễn Thị Ẩn</p></html>"


def office() -> list[bytes]:
    return [pki.root().der]


def check(data: bytes, *, without: str = "", original: bytes = b"", roots=None, **times):
    checks = [pair for pair in CHECKS if pair[0] != without]
    times = {"now": pki.NOW + timedelta(hours=1), "issued_at": pki.NOW - timedelta(hours=1)} | times
    return check_signed(data, original or ours(), office() if roots is None else roots, checks=checks, **times)


def refusal(data: bytes, **options) -> str:
    with pytest.raises(BadSignature) as refused:
        check(data, **options)
    assert str(refused.value) == SENTENCES[refused.value.code]
    return refused.value.code


# --- genuine ------------------------------------------------------------------------------------


def test_a_token_of_the_office_is_taken():
    facts = check(genuine())
    assert (facts.signer, facts.issuer) == ("Trần Văn Mẫu", "Nơi cấp trung gian thử")
    assert facts.signed_at == pki.NOW
    assert len(facts.fingerprint) == 64


def test_a_signer_straight_under_the_root_and_one_with_a_visible_seal():
    assert check(pki.sign(ours(), pki.clerk())).signer == "Ủy ban nhân dân huyện thử"
    assert check(pki.sign(ours(), pki.chairman(), visible=True, reason="Ban hành")).signer == "Trần Văn Mẫu"


def test_a_time_stamp_inside_the_signature_does_no_harm():
    stamped = pki.sign(ours(), pki.chairman(), stamper=pki.clock_of_another_office())
    assert check(stamped).signed_at == pki.NOW


def test_the_papers_that_weasyprint_makes_are_taken():
    """Compressed, tagged, with metadata that the signing program rewrites."""
    paper = render_html(WORDS)
    assert check(pki.sign(paper, pki.chairman(), visible=True), original=paper).signer == "Trần Văn Mẫu"


def test_an_intermediate_may_come_from_the_folder_of_the_office():
    bare = pki.sign(ours(), pki.chairman(), with_chain=False)
    assert refusal(bare) == "untrusted"
    assert check(bare, roots=[pki.root().der, pki.intermediate().der]).signer == "Trần Văn Mẫu"
    assert refusal(bare, roots=[pki.intermediate().der]) == "untrusted"  # a helper is no root


# --- forged and damaged ----------------------------------------------------------------------------


def other_words() -> bytes:
    """Our file with another name of the same length, truly signed."""
    return pki.sign(ours().replace(b"Nguyen Thi An", b"Nguyen Thi Ac"), pki.chairman())


def rendered_again() -> bytes:
    return pki.sign(render_html(WORDS), pki.chairman())


def whole_other_document() -> bytes:
    """Our bytes, and behind them a document that does not continue ours; readers show only the second."""
    return pki.sign(pki.document("Giay khen: Ong Khac", behind=ours()), pki.chairman())


def new_page_content() -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(ours()))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 100 100 re f"))
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    return pki.sign(out.getvalue(), pki.chairman())


def flipped_after_signing() -> bytes:
    """One bit of what the signature covers, behind our own bytes: the reason that the signer gave."""
    signed = pki.sign(ours(), pki.chairman(), reason="Ban hanh Giay khen")
    return pki.flip(signed, signed.index(b"Ban hanh"))


def flipped_value() -> bytes:
    """One bit near the end of the signature value itself."""
    signed = pki.sign(ours(), pki.clerk())
    start = signed.index(b"/Contents <") + len(b"/Contents <")
    raw = signed[start : signed.index(b">", start)].rstrip(b"0")
    return signed[: start + len(raw) - 4] + (b"1" if raw[-4:-3] != b"1" else b"2") + signed[start + len(raw) - 3 :]


def not_all_covered() -> bytes:
    return pki.forged_again(genuine(), pki.chairman(), ranges=lambda a, b, c, d: (a, b, c, d - 30))


def hole_too_wide() -> bytes:
    """Bytes before the signature are left out too; the sum of the lengths is right only for a lie."""
    return pki.forged_again(genuine(), pki.chairman(), ranges=lambda a, b, c, d: (a, b - 40, c, d))


def shifted() -> bytes:
    """As many bytes as the file has, but not these: the second range begins early and leaves the end uncovered."""
    return pki.forged_again(genuine(), pki.chairman(), ranges=lambda a, b, c, d: (a, b, c - 30, d))


def of_kind(name: bytes) -> bytes:
    """Truly signed, but as a kind that is not ours; the name is written where the right one stood."""
    signed = pki.sign(ours(), pki.chairman())
    return pki.forged_again(signed.replace(b"/ETSI.CAdES.detached", name.ljust(20)), pki.chairman())


def expired() -> pki.Holder:
    return pki.issue("Người đã hết hạn", pki.root(), days=(-800, -30))


def signed_twice() -> bytes:
    return pki.sign(genuine(), pki.clerk(), field="Signature2")


FORGERIES = {
    "not a PDF": (lambda: b"PK\x03\x04" + genuine(), "not_pdf"),
    "empty": (lambda: b"", "not_pdf"),
    "unsigned": (ours, "unsigned"),
    "truncated": (lambda: genuine()[:-600], "damaged"),
    "truncated in our part": (lambda: genuine()[:300], "not_ours"),
    "rendered again": (rendered_again, "not_ours"),
    "other words, truly signed": (other_words, "not_ours"),
    "one bit of our content": (lambda: pki.flip(genuine(), ours().index(b"Thi An")), "not_ours"),
    "another document behind ours": (whole_other_document, "changed"),
    "annotation before signing": (lambda: pki.sign(pki.update(ours()), pki.chairman()), "changed"),
    "page content before signing": (new_page_content, "changed"),
    "annotation after signing": (lambda: pki.update(genuine()), "added_after"),
    "garbage appended": (lambda: genuine() + b"\n% them vao\n", "added_after"),
    "end not covered": (not_all_covered, "added_after"),
    "hole too wide": (hole_too_wide, "uncovered"),
    "range shifted": (shifted, "uncovered"),
    "one bit after signing": (flipped_after_signing, "altered"),
    "one bit of the value": (flipped_value, "broken"),
    "two signatures": (signed_twice, "several"),
    "of another kind": (lambda: of_kind(b"/PBAD.PAdES"), "kind"),
    "of an unknown kind": (lambda: of_kind(b"/ETSI.CAdES.attached"), "kind"),
    "attacker's own certificate": (lambda: pki.sign(ours(), pki.issue("Trần Văn Mẫu")), "untrusted"),
    "another office's root": (
        lambda: pki.sign(ours(), pki.issue("Trần Văn Mẫu", pki.issue("Nơi cấp gốc thử", ca=True))),
        "untrusted",
    ),
    "issued by one who may not issue": (lambda: pki.sign(ours(), pki.issue("Kẻ gian", pki.clerk())), "untrusted"),
    "expired when signing": (lambda: pki.sign(ours(), expired()), "expired"),
    "SHA-1": (lambda: pki.sign(ours(), pki.chairman(), digest="sha1"), "weak"),
    "RSA of 1024 bits": (lambda: pki.sign(ours(), pki.issue("Khóa ngắn", pki.root(), bits=1024)), "weak"),
    "a web server's certificate": (lambda: pki.sign(ours(), pki.issue("May chu", pki.root(), servers=True)), "purpose"),
    "signed before it was issued": (
        lambda: pki.sign(ours(), pki.chairman(), at=pki.NOW - timedelta(days=40)),
        "clock",
    ),
    "signed tomorrow": (lambda: pki.sign(ours(), pki.chairman(), at=pki.NOW + timedelta(days=1)), "clock"),
    "a signature of two megabytes": (lambda: pki.sign(ours(), pki.chairman(), room=1_600_000), "too_much"),
}
made = cache(lambda name: FORGERIES[name][0]())


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_refused_with_its_reason(name):
    assert refusal(made(name)) == FORGERIES[name][1]


# which forgery shows that the guard is needed: without it, this one gets through
NEEDED = {
    "too_much": "a signature of two megabytes",
    "not_ours": "other words, truly signed",
    "several": "two signatures",
    "kind": "of another kind",
    "uncovered": "end not covered",
    "altered": "one bit after signing",
    "broken": "one bit of the value",
    "changed": "another document behind ours",
    "weak": "SHA-1",
    "untrusted": "attacker's own certificate",
    "purpose": "a web server's certificate",
    "expired": "expired when signing",
    "clock": "signed before it was issued",
}


@pytest.mark.parametrize("guard", [code for code, _ in CHECKS])
def test_without_its_guard_a_forgery_gets_through(guard):
    assert check(made(NEEDED[guard]), without=guard).signer


def test_a_torn_tail_is_refused_wherever_it_is_torn():
    """Whatever stands in the tail, the answer is a refusal with a sentence, never a fault."""
    tail = genuine()[len(ours()) :]
    for step in range(0, len(tail), len(tail) // 20):
        place = len(ours()) + step
        hurt = genuine()[:place] + b"\xff<<>>[(" + genuine()[place + 7 :]
        assert refusal(hurt) in SENTENCES


# --- bounded, and without a network --------------------------------------------------------------------


def test_the_confined_check_says_the_same():
    times = {"now": pki.NOW + timedelta(hours=1), "issued_at": pki.NOW - timedelta(hours=1)}
    assert check_confined(genuine(), ours(), office(), **times) == check(genuine())
    with pytest.raises(BadSignature) as refused:
        check_confined(made("another document behind ours"), ours(), office(), **times)
    assert refused.value.code == "changed"


def cross_reference(packed: bytes, more: bytes = b"") -> bytes:
    """Our bytes and a table of objects behind them that is a trap."""
    head = b"9 0 obj\n<< /Type /XRef /Size 10 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /Length %d %s>>\nstream\n"
    body = head % (len(packed), more) + packed + b"\nendstream\nendobj\n"
    return ours() + body + b"startxref\n%d\n%%%%EOF\n" % len(ours())


def bomb() -> bytes:
    squeezing = zlib.compressobj(9)
    return b"".join(squeezing.compress(bytes(10_000_000)) for _ in range(60)) + squeezing.flush()


TRAPS = {
    "half a gigabyte of nothing": lambda: cross_reference(bomb()),
    "a table before itself": lambda: cross_reference(zlib.compress(bytes(40)), b"/Prev %d " % len(ours())),
    "brackets without end": lambda: cross_reference(zlib.compress(bytes(40)), b"/X " + b"[" * 200_000),
    "many million objects": lambda: cross_reference(zlib.compress(bytes(40)), b"/Index [0 99999999999] "),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_refused_and_takes_nobody_along(name):
    started = time.monotonic()
    with pytest.raises(BadSignature) as refused:
        check_confined(TRAPS[name](), ours(), office(), now=pki.NOW)
    assert refused.value.code in ("damaged", "too_heavy", "unsigned")
    assert time.monotonic() - started < WAIT_SECONDS + 5


def test_a_file_that_hangs_the_reader_is_refused_in_time(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("while True: pass")
    monkeypatch.setattr("core.signatures_confined.CHILD", slow)
    monkeypatch.setattr("core.signatures_confined.WAIT_SECONDS", 0.5)
    with pytest.raises(BadSignature) as refused:
        check_confined(genuine(), ours(), office(), now=pki.NOW)
    assert refused.value.code == "too_heavy"


def test_a_folder_of_certificates_is_read_in_both_spellings(tmp_path):
    (tmp_path / "goc.pem").write_bytes(pki.root().pem + pki.intermediate().pem)
    (tmp_path / "khac.cer").write_bytes(pki.clerk().der)
    (tmp_path / "ghi-chu.txt").write_text("không phải chứng thư")
    assert read_certificates(tmp_path) == [pki.root().der, pki.intermediate().der, pki.clerk().der]
    (tmp_path / "hong.crt").write_bytes(b"\x30\x03abc")
    with pytest.raises(ValueError, match=r"hong\.crt"):
        read_certificates(tmp_path)


def test_without_roots_nothing_is_trusted():
    assert refusal(genuine(), roots=[]) == "untrusted"
