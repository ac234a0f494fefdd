"""What the pages of the hotline ask for."""
