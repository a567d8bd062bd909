"""The three papers of a dossier (IV.3): what may be typed, first texts from the data, and the printed page."""
