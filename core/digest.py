"""One spelling and one hash of JSON content: what is frozen today can be compared on any machine, years later."""

import hashlib
import json


def digest(content: object) -> str:
    """SHA-256 of the content with sorted keys and without blanks, as 64 signs."""
    spelled = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()
