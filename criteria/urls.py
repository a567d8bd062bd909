"""Addresses of criteria."""

from django.urls import path

from criteria import views

app_name = "criteria"
urlpatterns = [
    path("", views.plan, name="plan"),
    path("chi-tieu/", views.targets, name="targets"),
]
