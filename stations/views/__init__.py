"""Pages of stations, posts and the people of the network."""
