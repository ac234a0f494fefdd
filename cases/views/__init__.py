"""The pages of petitions, one module a page."""
