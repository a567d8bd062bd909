"""Tags of reports' own templates."""
