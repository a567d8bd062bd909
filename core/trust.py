"""Certificates that the office trusts: a folder of PEM and DER files, read anew each time it is asked for."""

import re
from base64 import b64decode
from collections.abc import Iterable
from pathlib import Path

SUFFIXES = (".pem", ".crt", ".cer", ".der")
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", re.DOTALL)


def read_certificates(folder: Path) -> list[bytes]:
    """The DER of every certificate in the folder. Raises OSError, or ValueError that names what is no certificate."""
    found = []
    for path in sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES):
        raw = path.read_bytes()
        try:
            blocks = [b64decode(block) for block in _PEM.findall(raw)] or [raw]
            sort_certificates(blocks)
        except Exception as fault:  # the parser raises many kinds
            raise ValueError(f"{path.name} không phải chứng thư X.509 (PEM hoặc DER).") from fault
        found += blocks
    return found


def sort_certificates(certificates: Iterable[bytes]) -> tuple[list, list]:
    """Roots (issued by themselves), and others that only help to reach a root."""
    from asn1crypto.x509 import Certificate

    parsed = [Certificate.load(der, strict=True) for der in certificates]
    return [one for one in parsed if one.self_issued], [one for one in parsed if not one.self_issued]
