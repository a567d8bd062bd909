"""A PDF signed outside, checked: the only import of pyHanko. No key is held here and nothing is asked over the network.

Each guard of CHECKS refuses with a sentence of its own; CHECKS is a list so that a test can leave one out and see what passes.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cached_property
from io import BytesIO

from core.signed_changes import only_a_signature_added
from core.text import clean
from core.trust import sort_certificates

TAIL_AT_MOST = 1_500_000  # bytes a signature adds: certificates, a picture of the seal
CLOCK_AHEAD = timedelta(minutes=10)
CLOCK_BEHIND = timedelta(days=1)
HANOI = timezone(timedelta(hours=7))  # a time without a zone is of the signer's desk
STRONG = frozenset({"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})
KINDS = ("/ETSI.CAdES.detached", "/adbe.pkcs7.detached")

SENTENCES = {
    "not_pdf": "Tệp này không phải tệp PDF. Hãy chọn tệp PDF đã ký số.",
    "damaged": "Tệp bị hỏng hoặc thiếu phần cuối nên không đọc được chữ ký. Hãy lấy lại tệp từ phần mềm ký rồi tải lên.",
    "too_much": "Phần thêm vào sau tệp của cổng quá lớn so với một chữ ký số. Hãy ký lại, không dùng ảnh nặng.",
    "not_ours": (
        "Tệp không bắt đầu bằng đúng tệp mà cổng đã phát hành. Hãy tải bản để ký từ trang này và ký thẳng lên tệp ấy, "
        "không in lại, không lưu lại bằng phần mềm khác."
    ),
    "unsigned": "Tệp chưa có chữ ký số. Hãy ký bằng phần mềm ký số của cơ quan rồi tải lên.",
    "several": "Tệp có nhiều hơn một chữ ký số hoặc dấu thời gian riêng. Hãy tải lại bản để ký và chỉ ký một lần.",
    "kind": "Kiểu chữ ký trong tệp không phải PAdES. Hãy chọn kiểu ký PDF (PAdES) trong phần mềm ký rồi ký lại.",
    "uncovered": "Chữ ký số không bao trùm toàn bộ tệp. Hãy tải lại bản để ký và ký lại.",
    "added_after": "Tệp có phần được thêm vào sau khi ký. Hãy tải lên đúng tệp mà phần mềm ký đã tạo ra.",
    "changed": "Nội dung hiển thị của tệp đã bị sửa trước khi ký. Hãy tải lại bản để ký và ký mà không sửa gì thêm.",
    "altered": "Nội dung tệp không còn đúng như lúc ký: tệp đã bị sửa sau khi ký. Hãy lấy lại tệp từ phần mềm ký.",
    "broken": "Giá trị chữ ký số không đúng: chữ ký bị hỏng hoặc bị giả. Hãy ký lại.",
    "weak": "Chữ ký dùng thuật toán quá yếu (như SHA-1, RSA dưới 2048 bit). Hãy chọn SHA-256 trở lên rồi ký lại.",
    "purpose": "Chứng thư số này không được cấp để ký văn bản. Hãy dùng chứng thư ký số của cơ quan.",
    "expired": "Chứng thư số đã hết hạn hoặc chưa có hiệu lực vào lúc ký. Hãy gia hạn chứng thư rồi ký lại.",
    "clock": (
        "Thời điểm ký ghi trong chữ ký không thể có: trước khi cổng phát hành tệp hoặc ở tương lai. "
        "Hãy chỉnh lại giờ của máy tính rồi ký lại."
    ),
    "untrusted": (
        "Chứng thư số không do nơi cấp mà cơ quan tin cậy cấp ra. Hãy dùng chứng thư của cơ quan, hoặc báo quản trị "
        "kiểm tra các chứng thư gốc đã cài."
    ),
    "too_heavy": "Tệp quá phức tạp nên không kiểm tra được chữ ký. Hãy tải lại bản để ký và ký lại.",
}


class BadSignature(Exception):  # noqa: N818 - the name says what was met
    """The file is not taken; `code` names the guard, the text is the sentence for the office."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(SENTENCES[code])


@dataclass(frozen=True)
class SignatureFacts:
    """Who signed, by the certificate; the time is the signer's own word, bounded by the guards."""

    signer: str
    issuer: str
    fingerprint: str
    signed_at: datetime | None


@dataclass
class _Signed:
    """The file under examination; what several guards need is read once."""

    data: bytes
    original: bytes
    certificates: list[bytes]
    now: datetime
    issued_at: datetime | None

    @cached_property
    def reader(self):
        from pyhanko.pdf_utils.reader import PdfFileReader

        return PdfFileReader(BytesIO(self.data))

    @cached_property
    def fields(self) -> int:
        """Signature fields that are filled; the list below leaves out those of a kind unknown to the library."""
        from pyhanko.sign.fields import enumerate_sig_fields

        return len(list(enumerate_sig_fields(self.reader, filled_status=True)))

    @cached_property
    def signature(self):
        found = self.reader.embedded_signatures
        if not found:
            raise BadSignature("kind" if self.fields else "unsigned")
        return found[-1]

    @property
    def signer(self):
        return self.signature.signer_cert

    @cached_property
    def signed_at(self) -> datetime | None:
        told = self.signature.self_reported_timestamp
        return told.replace(tzinfo=HANOI) if told and told.tzinfo is None else told

    @cached_property
    def integrity(self) -> tuple[bool, bool]:
        """Whether the bytes are those that were signed, and whether the signature over that statement holds."""
        from pyhanko.sign.validation.errors import SignatureValidationError
        from pyhanko.sign.validation.generic_cms import validate_sig_integrity

        one = self.signature
        try:
            return validate_sig_integrity(one.signer_info, self.signer, "data", one.compute_digest())
        except SignatureValidationError as refusal:  # names another certificate, or two algorithms
            raise BadSignature("broken") from refusal


# --- the guards -----------------------------------------------------------------------------


def _is_small(one: _Signed) -> bool:
    return len(one.data) - len(one.original) <= TAIL_AT_MOST


def _begins(one: _Signed) -> bool:
    return one.data.startswith(one.original)


def _is_signed_once(one: _Signed) -> bool:
    return one.signature is not None and one.fields == 1


def _is_pades(one: _Signed) -> bool:
    """Detached: what is signed is the file, not something inside the signature."""
    pdf, inside = one.signature.sig_object, one.signature.signed_data["encap_content_info"]
    return pdf.get("/Type", "/Sig") == "/Sig" and pdf.get("/SubFilter") in KINDS and inside["content"].native is None


def _covers(one: _Signed) -> bool:
    """ByteRange is all but the hexadecimal signature itself; our own sum, since a lie in it may still add up."""
    start, length, resume, rest = (int(number) for number in one.signature.byte_range)
    hole = one.data[max(length, 0) : max(resume, 0)]
    own = hole.lower() == b"<" + one.signature.pkcs7_content.hex().encode() + b">"
    if start != 0 or length < len(one.original) or rest < 0 or not own:
        return False
    if resume + rest < len(one.data):
        raise BadSignature("added_after")
    return resume + rest == len(one.data)


def _only_signed(one: _Signed) -> bool:
    """Between the end of our bytes and the signature, nothing but a signature was put in; and it continues our file."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    return only_a_signature_added(PdfFileReader(BytesIO(one.original)), one.reader)


def _digest_holds(one: _Signed) -> bool:
    return one.integrity[0]


def _value_holds(one: _Signed) -> bool:
    return one.integrity[1]


def _is_strong(one: _Signed) -> bool:
    info = one.signature.signer_info
    mechanism, key = info["signature_algorithm"], one.signer.public_key
    digests = {one.signature.md_algorithm}
    if mechanism["algorithm"].native not in ("rsassa_pkcs1v15", "ed25519", "ed448"):  # these name no digest
        digests.add(mechanism.hash_algo)
    enough = {"rsa": 2048, "rsassa_pss": 2048, "ec": 224}.get(key.algorithm)
    return digests <= STRONG and (enough is None or key.bit_size >= enough) and key.algorithm != "dsa"


def _may_sign(one: _Signed) -> bool:
    usage, extended = one.signer.key_usage_value, one.signer.extended_key_usage_value
    signs = usage is None or {"digital_signature", "non_repudiation"} & usage.native
    servers = extended is not None and set(extended.native) <= {"server_auth", "time_stamping", "ocsp_signing"}
    return bool(signs) and not servers and not one.signer.ca


def _in_time(one: _Signed) -> bool:
    return one.signer.not_valid_before <= (one.signed_at or one.now) <= one.signer.not_valid_after


def _clock_is_right(one: _Signed) -> bool:
    if one.signed_at is None:
        return True
    early = one.issued_at is not None and one.signed_at < one.issued_at - CLOCK_BEHIND
    return not early and one.signed_at <= one.now + CLOCK_AHEAD


def _is_trusted(one: _Signed) -> bool:
    """A chain to a root of the office; the signer's own dates are another guard's."""
    from pyhanko_certvalidator import CertificateValidator, ValidationContext
    from pyhanko_certvalidator.errors import DisallowedAlgorithmError, ExpiredError, NotYetValidError
    from pyhanko_certvalidator.errors import PathError as NoPath
    from pyhanko_certvalidator.errors import ValidationError as Refused

    roots, others = sort_certificates(one.certificates)
    if not roots:  # without any, the library would turn to those of the machine
        return False
    first, last = one.signer.not_valid_before, one.signer.not_valid_after
    moment = min(max(one.signed_at or one.now, first), last)
    context = ValidationContext(
        trust_roots=roots, other_certs=others, moment=moment, allow_fetching=False, revocation_mode="soft-fail"
    )
    validator = CertificateValidator(one.signer, one.signature.other_embedded_certs, validation_context=context)
    try:
        with ThreadPoolExecutor(1) as apart:  # a loop of its own, whatever runs in this thread
            apart.submit(asyncio.run, validator.async_validate_path()).result()
    except (ExpiredError, NotYetValidError) as refusal:
        raise BadSignature("expired") from refusal
    except DisallowedAlgorithmError as refusal:
        raise BadSignature("weak") from refusal
    except (NoPath, Refused):
        return False
    return True


Guard = Callable[[_Signed], bool]
CHECKS: tuple[tuple[str, Guard], ...] = (
    ("too_much", _is_small),
    ("not_ours", _begins),
    ("several", _is_signed_once),
    ("kind", _is_pades),
    ("uncovered", _covers),
    ("altered", _digest_holds),
    ("broken", _value_holds),
    ("changed", _only_signed),
    ("weak", _is_strong),
    ("untrusted", _is_trusted),
    ("purpose", _may_sign),
    ("expired", _in_time),
    ("clock", _clock_is_right),
)


def check_signed(
    data: bytes,
    original: bytes,
    roots: Iterable[bytes],
    *,
    now: datetime | None = None,
    issued_at: datetime | None = None,
    checks: Iterable[tuple[str, Guard]] = CHECKS,
) -> SignatureFacts:
    """Who signed `original` in `data`; raises BadSignature with the sentence of the first guard that refuses."""
    if not data.startswith(b"%PDF-"):
        raise BadSignature("not_pdf")
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # it writes what it refuses, with the names in it
    one = _Signed(data, original, list(roots), now or datetime.now(UTC), issued_at)
    try:
        for code, holds in checks:
            if not holds(one):
                raise BadSignature(code)
        return _facts(one)
    except BadSignature:
        raise
    except Exception as fault:  # a hostile file makes the libraries raise many kinds; all mean the same here
        raise BadSignature("damaged") from fault


def _facts(one: _Signed) -> SignatureFacts:
    subject, issuer = one.signer.subject.native, one.signer.issuer.native
    return SignatureFacts(_called(subject), _called(issuer), one.signer.sha256.hex(), one.signed_at)


def _called(name: dict) -> str:
    """The name a person would read: the common name, else the office."""
    found = name.get("common_name") or name.get("organization_name") or "không ghi tên"
    return clean(str(found if isinstance(found, str) else ", ".join(found)))[:300]
