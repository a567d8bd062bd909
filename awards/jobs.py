"""Handlers of long work of awards (see core.jobs)."""

from django.urls import reverse

from core import jobs


@jobs.register("awards.certificates")
def print_certificates(job, progress) -> dict:
    """Draws what is not drawn yet of one decision; killed and run again, it goes on where it stopped."""
    from awards.services.certificates import print_pending

    decision_id = job.args["decision"]
    issued = print_pending(decision_id, progress)
    return {"issued": issued, "url": reverse("awards:decision-detail", args=[decision_id])}
