"""What every page shows around its content; read only when the template asks for it."""

from django.conf import settings
from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property

from campaign.models import Campaign, Period
from config import navigation
from reports.home import ribbon_for
from units.enums import Role
from units.models import Notice

NOTICES_SHOWN = 99
NO_CAMPAIGN = "Cổng phong trào thi đua"


class Chrome:
    """Menu, campaign, year, unit and person of one request; each is at most one query."""

    def __init__(self, request):
        self.request = request
        self.user = getattr(request, "user", None)
        self.demo = settings.DEMO

    @cached_property
    def _signed_in(self) -> bool:
        return self.user is not None and self.user.is_authenticated

    @cached_property
    def _links(self) -> list[navigation.Link]:
        if not self._signed_in:
            return []
        return navigation.links(navigation.menu_of(self.user.roles), self.request.path)

    @property
    def menu(self) -> list[navigation.Link]:
        fits = len(self._links) <= navigation.MENU_LENGTH
        return self._links if fits else self._links[: navigation.MENU_LENGTH - 1]

    @property
    def more(self) -> list[navigation.Link]:
        return self._links[len(self.menu) :]

    @property
    def more_open(self) -> bool:
        return any(link.current for link in self.more)

    @property
    def public_menu(self) -> list[navigation.Link]:
        return navigation.links(navigation.PUBLIC_MENU, self.request.path)

    @property
    def public_home(self) -> str:
        return navigation.address("public-home") or navigation.address("login")

    @property
    def search_url(self) -> str:
        return navigation.address("search")

    @property
    def notices_url(self) -> str:
        return navigation.address("notices")

    @cached_property
    def _campaign(self) -> Campaign | None:
        """With the number of this person's unread notices: every page shows both, for one query."""
        unread = Notice.objects.filter(user=self.user.pk if self._signed_in else None, read_at__isnull=True)
        counted = unread.order_by().values("user").annotate(number=Count("pk")).values("number")
        return Campaign.objects.annotate(unread=Coalesce(Subquery(counted), 0)).order_by("-starts_on").first()

    @property
    def notice_count(self) -> str:
        unread = self._campaign.unread if self._campaign else 0
        return "" if not unread else str(unread) if unread <= NOTICES_SHOWN else f"{NOTICES_SHOWN}+"

    @property
    def campaign_name(self) -> str:
        return self._campaign.short_title if self._campaign else NO_CAMPAIGN

    @property
    def owner_name(self) -> str:
        return self._campaign.organ if self._campaign else ""

    @cached_property
    def year(self) -> int | None:
        """The year being worked on: the first that still takes reports, else the last."""
        now = timezone.now()
        periods = list(Period.objects.filter(campaign=self._campaign).order_by("year").values_list("year", "closes_at"))
        still_open = [year for year, closes_at in periods if closes_at > now]
        return still_open[0] if still_open else (periods[-1][0] if periods else None)

    @property
    def unit_name(self) -> str:
        if not self._signed_in:
            return ""
        return ", ".join(dict.fromkeys(post.unit.short_name for post in self.user.appointments_now))

    @property
    def role_lines(self) -> list[str]:
        return [f"{post.title or Role(post.role).label}, {post.unit.short_name}" for post in self.user.appointments_now]


def chrome(request):
    around = Chrome(request)
    return {"chrome": around, "ribbon": SimpleLazyObject(lambda: _ribbon(request))}


def _ribbon(request):
    """What is due for this person, or None; its tone is info, warning or danger."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return ribbon_for(user, now=timezone.now())
