"""Forms of awards, by noun; they clean and say what is missing, they do not decide."""
