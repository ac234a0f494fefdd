"""What the pages of stations, posts and people ask for."""
