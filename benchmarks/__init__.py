"""Runnable comparisons; `make bench` prints one JSON line a figure. Only ratios measured in one run count."""
