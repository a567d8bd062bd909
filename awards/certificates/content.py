"""What is written on one Giấy khen, as plain values."""

from dataclasses import dataclass
from datetime import date

from core.letterhead import MOTTO, NATION, Signer


@dataclass(frozen=True)
class CertificateContent:
    """`salutation` is Ông, Bà or Tập thể; `verify_url` goes into the QR, `verify_words` beside it for a reader."""

    name: str
    achievement: str
    authority: str
    decision_number: str
    decided_on: date
    register_number: str
    place: str
    signed_on: date
    signer: Signer
    verify_url: str
    verify_words: str
    salutation: str = ""
    position: str = ""
    award_form: str = "Giấy khen"
    nation: str = NATION
    motto: str = MOTTO
