"""The check of a signed PDF that came from outside, in a confined process: bounded in time and memory, never a fault."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from core.signatures import BadSignature, SignatureFacts

CHILD = Path(__file__).with_name("signatures_child.py")
WAIT_SECONDS = 45


def check_confined(
    data: bytes, original: bytes, roots: Iterable[bytes], *, now: datetime, issued_at: datetime | None = None
) -> SignatureFacts:
    """Like core.signatures.check_signed; a file that is too much for the process is refused with a sentence too."""
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        (room / "signed").write_bytes(data)
        (room / "original").write_bytes(original)
        for number, der in enumerate(roots):
            (room / f"{number:03d}.cert").write_bytes(der)
        times = {"now": now.isoformat(), "issued_at": issued_at and issued_at.isoformat()}
        (room / "times").write_text(json.dumps(times))
        told = _child(room)
    if "bad" in told:
        raise BadSignature(told["bad"])
    signed_at = told.pop("signed_at")
    return SignatureFacts(**told, signed_at=datetime.fromisoformat(signed_at) if signed_at else None)


def _child(room: Path) -> dict:
    command = [sys.executable, "-I", str(CHILD), str(room)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=WAIT_SECONDS, check=True)  # noqa: S603
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        return {"bad": "too_heavy"}
