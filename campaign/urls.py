"""Addresses of campaign."""

app_name = "campaign"
urlpatterns: list = []
