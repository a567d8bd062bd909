"""PHONG TRÀO: which movement, its plan and clauses, which year, which deadlines, who registered."""
