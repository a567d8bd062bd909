"""Django's own admin site, for support only: everything of ours is read there and nothing is written.

What may change has a page of its own, with its roles, its sentences and its line in the log. A superuser who needs to
change something gives an appointment to a person, or uses a command on the server.
"""

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models

SEARCHED = ("search", "code", "username", "name", "action", "subject_label", "label", "number_text")
SHORT = (models.CharField, models.DateField, models.IntegerField, models.BooleanField, models.DecimalField)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Lists and shows; adds, changes and deletes nothing. `secret` names fields that are not even shown."""

    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    secret: tuple[str, ...] = ()

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_exclude(self, request, obj=None):
        return self.secret

    def get_list_display(self, request):
        """Own short columns only: a list asks one question, whatever its rows point to."""
        own = [
            field.name
            for field in self.model._meta.concrete_fields
            if isinstance(field, SHORT) and not field.is_relation and not field.primary_key
            and field.name not in self.secret and (field.editable or field.name == "created_at")
        ]  # fmt: skip
        return ["pk", *own[:7]]

    def get_list_filter(self, request):
        return [field.name for field in self.model._meta.concrete_fields if field.choices]

    def get_search_fields(self, request):
        names = {field.name for field in self.model._meta.concrete_fields}
        return [name for name in SEARCHED if name in names]


def show_app(label: str, *, hidden: tuple[str, ...] = (), secret: dict[str, tuple[str, ...]] | None = None) -> None:
    """Registers every model of an app for reading; `hidden` models stay out, `secret` fields too."""
    for model in apps.get_app_config(label).get_models():
        if model.__name__ not in hidden:
            admin.site.register(model, ReadOnlyAdmin, secret=(secret or {}).get(model.__name__, ()))


admin.site.site_header = "Cổng phong trào thi đua – hỗ trợ kỹ thuật"
admin.site.site_title = "Hỗ trợ kỹ thuật"
admin.site.index_title = "Chỉ để xem; mọi thay đổi làm ở các trang nghiệp vụ"
admin.site.unregister(Group)  # rights come from appointments, never from groups
show_app("core")
