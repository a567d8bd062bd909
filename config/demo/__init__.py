"""Demo data: invented people walk the real services up to a stage of the year. Refused where DEMO is off."""
