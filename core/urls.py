"""Addresses of the office: health and the gallery of components."""

urlpatterns: list = []
