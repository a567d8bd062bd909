"""What the pages of a report show and take in: the unit's own, one section, the reviewer's desk."""
