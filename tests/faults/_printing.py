"""A printer to be killed: Django loaded once, then one child for each line read, which does the job and may die in it."""

import os
import sys

import django


def naive(decision_id: int, out: str) -> None:
    """What one writes first: a number when printing, a file written in place, the state afterwards, each by itself."""
    from awards.certificates import draw_certificates
    from awards.models import Certificate
    from awards.services import certificates
    from core.models import Counter
    from core.numbering import next_number

    papers = certificates.of_decision(Certificate.objects.get(award__decision=decision_id).award.decision)
    done = Counter.objects.filter(series="ngay-tho").values_list("last", flat=True).first() or 0
    for _ in range(60 - done if done < 60 else 1):
        number = next_number("ngay-tho", 2025)
        (data,) = draw_certificates(certificates.items_of(papers[0].award.decision, papers[:1]))
        with open(f"{out}/{number:04d}.pdf", "wb") as file:
            for start in range(0, len(data), 1024):
                file.write(data[start : start + 1024])
                file.flush()


def main() -> None:
    django.setup()
    from awards.services import certificates, decisions  # noqa: F401  (loaded before the children are made)
    from core import jobs

    for line in sys.stdin:
        what, argument = line.split()
        if not (child := os.fork()):
            if what == "job":
                jobs.run(argument)
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("xong", flush=True)


if __name__ == "__main__":
    main()
