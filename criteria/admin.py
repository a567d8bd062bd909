"""What is measured and the score sheets on the support site, for reading."""

from core.admin import show_app

show_app("criteria")
