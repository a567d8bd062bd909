"""Units and people on the support site, for reading; a password is not shown even as a hash."""

from core.admin import show_app

show_app("units", secret={"User": ("password", "user_permissions", "groups", "search", "sort_key")})
