"""Addresses of criteria."""

from django.urls import path

from criteria import views, views_drafts, views_versions

app_name = "criteria"
urlpatterns = [
    path("", views.plan, name="plan"),
    path("chi-tieu/", views.targets, name="targets"),
    path("phien-ban/", views_versions.version_list, name="version-list"),
    path("phien-ban/so-sanh/", views_versions.version_compare, name="version-compare"),
    path("phien-ban/<int:number>/soan/", views_versions.draft_start, name="draft-start"),
    path("du-thao/<int:pk>/", views_drafts.draft_edit, name="draft-edit"),
    path("du-thao/<int:pk>/bo/", views_drafts.draft_discard, name="draft-discard"),
]
