"""Every workflow of the portal by name: for the diagrams and for the words of the log."""

from functools import cache

from awards import workflow as awards
from campaign import workflow as campaign
from core.workflow import Workflow
from reports import workflow as reports


@cache
def workflows() -> dict[str, Workflow]:
    found = [value for module in (campaign, reports, awards) for value in vars(module).values()]
    return {flow.name: flow for flow in found if isinstance(flow, Workflow)}
