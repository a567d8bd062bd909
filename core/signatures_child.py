"""Checks one signed PDF, alone in a process of its own: what hangs, swells or crashes takes nobody along.

Run as `python -I signatures_child.py ROOM`; the room holds the two files, the certificates and the times.
"""

import json
import resource
import sys
from datetime import datetime
from pathlib import Path

SECONDS, MEMORY = 20, 1_500_000_000


def confine() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))


def answer(room: Path) -> dict:
    from core.signatures import BadSignature, check_signed

    times = {
        name: told and datetime.fromisoformat(told) for name, told in json.loads((room / "times").read_text()).items()
    }
    roots = [path.read_bytes() for path in sorted(room.glob("*.cert"))]
    try:
        facts = check_signed((room / "signed").read_bytes(), (room / "original").read_bytes(), roots, **times)
    except BadSignature as refusal:
        return {"bad": refusal.code}
    told = facts.signed_at.isoformat() if facts.signed_at else None
    return {"signer": facts.signer, "issuer": facts.issuer, "fingerprint": facts.fingerprint, "signed_at": told}


if __name__ == "__main__":
    confine()
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.stdout.write(json.dumps(answer(Path(sys.argv[1]))))
