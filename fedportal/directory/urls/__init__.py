"""The addresses of the directory, by noun."""
