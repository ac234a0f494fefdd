"""Petitions for other systems: the document of a petition, lists and single ones, and what may be asked of them."""
