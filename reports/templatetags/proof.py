"""What the files of a line need on a page, wherever the line is drawn: read once per report, not once per line."""

from django import template

from reports.models import SelfReport
from reports.pages.evidence import upload_limits, with_senders
from reports.presenters import Row
from reports.selectors.evidence import senders_of

register = template.Library()


@register.simple_tag
def proof_limits(report: SelfReport, row: Row) -> dict:
    """The limits of sending files; the files of the row learn who sent them."""
    if not hasattr(report, "_proof"):
        report._proof = upload_limits(report), senders_of(report)
    limits, names = report._proof
    with_senders([row], names)
    return limits
