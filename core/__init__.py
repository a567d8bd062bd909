"""The office: text, files, log, jobs, paper. Knows no domain."""
