"""The project: its platform at the bottom, its wiring at the top."""
