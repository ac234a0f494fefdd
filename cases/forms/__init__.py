"""What the pages of petitions ask, one module a screen."""
