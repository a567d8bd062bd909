"""Addresses of criteria."""

app_name = "criteria"
urlpatterns: list = []
