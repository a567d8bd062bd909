"""Handlers of long work of awards (see core.jobs)."""
