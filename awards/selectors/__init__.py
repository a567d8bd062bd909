"""What awards read, by noun: rounds, dossiers, the list, what the public may see, scores of units."""
