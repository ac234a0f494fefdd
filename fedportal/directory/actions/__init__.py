"""The verbs of the directory, by noun."""
