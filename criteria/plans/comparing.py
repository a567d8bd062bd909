"""Two plans side by side: every value that differs, old and new, in the order of the page."""

from dataclasses import dataclass

from criteria.plans.editing import Origin, Setting, settings
from criteria.plans.schema import Plan


@dataclass(frozen=True)
class Difference:
    """One value that is another one now; `before` or `after` is None where only one of the plans has it."""

    key: str
    before: Setting | None
    after: Setting | None

    @property
    def setting(self) -> Setting:
        found = self.after or self.before
        if found is None:
            raise ValueError(self.key)
        return found

    @property
    def strays(self) -> bool:
        """It is now something else than what the plan says word for word."""
        return bool(self.after and self.after.strays)


def differences(before: Plan, after: Plan) -> list[Difference]:
    """What may be changed on a page and was; the words of the plan itself are read, not compared."""
    old, new = settings(before), settings(after)
    keys = [*new, *(key for key in old if key not in new)]
    return [
        Difference(key, old.get(key), new.get(key))
        for key in keys
        if key not in old or key not in new or old[key].value != new[key].value
    ]


def stale_readings(found: list[Difference], after: Plan) -> list[Setting]:
    """Assumptions whose words stayed although a value that they explain is another one now."""
    reworded = {one.setting.assumption for one in found if one.key.startswith("assumption:")}
    changed = {one.setting.assumption for one in found if _explained(one)} - reworded - {""}
    return [one for key, one in settings(after).items() if key.startswith("assumption:") and one.assumption in changed]


def _explained(one: Difference) -> bool:
    """Single weights stand in no assumption; group totals, deductions and our own bars do."""
    kind = one.key.partition(":")[0]
    return kind in ("group", "scoring", "at_least") or (kind == "bar" and one.setting.origin is not Origin.PLAN)
