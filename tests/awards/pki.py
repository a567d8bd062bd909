"""Offices that issue certificates and people who sign, made in the memory of the test; and a forger's tools."""

import asyncio
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

import time_machine
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

NOW = datetime(2024, 1, 5, 9, 0, tzinfo=UTC)
USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


@dataclass(frozen=True)
class Holder:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: object
    chain: tuple = ()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def signer(self, *, with_chain: bool = True) -> signers.SimpleSigner:
        raw = self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        store = SimpleCertificateStore()
        store.register_multiple([Certificate.load(one.der) for one in self.chain] if with_chain else [])
        return signers.SimpleSigner(
            signing_cert=Certificate.load(self.der), signing_key=PrivateKeyInfo.load(raw), cert_registry=store
        )


def issue(
    name: str, issuer: Holder | None = None, *, ca=False, days=(-400, 4000), usages=(), bits=0, servers=False
) -> Holder:
    """A certificate of `name`, from `issuer` or from itself."""
    key = rsa.generate_private_key(65537, bits) if bits else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Cơ quan thử"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
    wanted = usages or (("key_cert_sign", "crl_sign") if ca else ("digital_signature", "content_commitment"))
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=days[0]))
        .not_valid_after(NOW + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{usage: usage in wanted for usage in USAGES}), critical=True)
    )
    if servers:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    signing = issuer.key if issuer else key
    return Holder(builder.sign(signing, hashes.SHA256()), key, (issuer, *issuer.chain) if issuer else ())


@cache
def root() -> Holder:
    return issue("Nơi cấp gốc thử", ca=True)


@cache
def intermediate() -> Holder:
    return issue("Nơi cấp trung gian thử", root(), ca=True)


@cache
def chairman() -> Holder:
    """As tokens are: RSA, from an intermediate."""
    return issue("Trần Văn Mẫu", intermediate(), bits=2048)


@cache
def clock_of_another_office() -> DummyTimeStamper:
    """A time stamp (PAdES B-T) from an office that nobody here has named."""
    one = issue("Dấu thời gian thử", usages=("digital_signature",), bits=2048).signer()
    return DummyTimeStamper(tsa_cert=one.signing_cert, tsa_key=one.signing_key)


@cache
def clerk() -> Holder:
    return issue("Ủy ban nhân dân huyện thử", root())


def finished(work):
    """The result of a coroutine, in a loop of its own: a browser may hold one in this thread."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


def sign(
    data: bytes,
    by: Holder,
    *,
    field="Signature1",
    at=NOW,
    digest="sha256",
    visible=False,
    with_chain=True,
    room=None,
    stamper=None,
    **more,
) -> bytes:
    """As a signing program does: appended, the rest untouched."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    box = {"on_page": 0, "box": (400, 40, 560, 100)} if visible else {}
    meta = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm=digest, subfilter=fields.SigSeedSubFilter.PADES, **more
    )
    spec = fields.SigFieldSpec(field, **box) if visible else None
    signer = signers.PdfSigner(meta, signer=by.signer(with_chain=with_chain), new_field_spec=spec, timestamper=stamper)
    with time_machine.travel(at, tick=False):
        return finished(signer.async_sign_pdf(writer, bytes_reserved=room)).getvalue()


def update(data: bytes) -> bytes:
    """An annotation on the first page, appended as a viewer does."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(generic.FloatObject(n) for n in (100, 100, 300, 140)),
            generic.pdf_name("/Contents"): generic.TextStringObject("Nguyễn Văn Khác"),
        }
    )
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    notes = page.get("/Annots", generic.ArrayObject())
    page["/Annots"] = generic.ArrayObject([*notes, writer.add_object(note)])
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def forged_again(data: bytes, by: Holder, *, ranges=None) -> bytes:
    """The signature of `data` made anew with the signer's key: over other ranges, or over what was changed since."""
    found = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]", data)
    first = [int(number) for number in found.groups()]
    start, length, resume, rest = ranges(*first) if ranges else first
    told = f"/ByteRange [{start} {length} {resume} {rest}".encode()
    width = found.end() - found.start() - 1
    data = data[: found.start()] + told.ljust(width) + b"]" + data[found.end() :]
    digest = hashlib.sha256(data[start : start + length] + data[resume : resume + rest]).digest()
    cms = finished(by.signer().async_sign(digest, "sha256", use_pades=True)).dump().hex().encode()
    hole = first[2] - first[1] - 2
    return data[: first[1] + 1] + cms.ljust(hole, b"0") + data[first[2] - 1 :]


def flip(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def document(words: str, *, behind: bytes = b"") -> bytes:
    """A page with plain words on it; `behind` other bytes it is a document of its own, not an update."""
    text = b"BT /F 24 Tf 60 700 Td (%s) Tj ET" % words.encode("latin-1")
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = bytearray(behind or b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size 6 /Root 1 0 R /ID [<00> <00>] >>\nstartxref\n%d\n%%%%EOF\n" % table
    return bytes(out)
