"""A printer to be killed: Django loaded once, then one child for each line read, which does the job and may die in it."""

import hashlib
import os
import sys

import django


def naive(decision_id: int) -> None:
    """What one writes first: a number when printing, a file written in place, the state afterwards, each by itself."""
    from django.db import transaction
    from django.utils import timezone

    from awards.models import Certificate, Decision
    from awards.services import certificates
    from core import files
    from core.models import StoredFile
    from core.numbering import next_number

    decision = Decision.objects.get(pk=decision_id)
    for paper in certificates.of_decision(decision).filter(state="pending"):
        with transaction.atomic():
            number = next_number("ngay-tho", 2023)
        (data,) = certificates.draw_certificates(certificates.items_of(decision, [paper]))
        digest = hashlib.sha256(data).hexdigest()
        files.path_of(digest).parent.mkdir(parents=True, exist_ok=True)
        with files.path_of(digest).open("wb") as file:
            file.write(data)
        stored = StoredFile.objects.create(
            name=f"{number}.pdf", content_type="application/pdf", size=len(data), sha256=digest
        )
        Certificate.objects.filter(pk=paper.pk).update(state="valid", file=stored, issued_at=timezone.now())


def tell(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    django.setup()
    from awards.certificates import A4
    from awards.certificates.trial import draw_sample
    from awards.services import decisions  # noqa: F401  (all that a child needs is loaded before it is made)
    from core import jobs

    draw_sample(A4)  # the typefaces are read once
    for line in sys.stdin:
        what, argument = line.split()
        if not (child := os.fork()):
            jobs.run(argument) if what == "job" else naive(int(argument))
            os._exit(0)
        tell(child)
        os.waitpid(child, 0)
        tell("xong")


if __name__ == "__main__":
    main()
