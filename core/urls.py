"""Addresses of the office: health and the gallery of components."""

from django.urls import path

from core.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
]
