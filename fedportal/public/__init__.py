"""Public: the pages without login."""
