"""Pages of reports: the unit's own, the reviewer's, and the scores."""
