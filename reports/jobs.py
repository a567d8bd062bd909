"""Handlers of long work of reports (see core.jobs)."""
