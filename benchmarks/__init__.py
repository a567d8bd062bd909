"""Ratios measured in one run, one JSON line each: `make bench`. Times drift between machines, ratios do not."""
