"""BÁO CÁO: what units report, how it is reviewed, and every overview of the campaign."""
