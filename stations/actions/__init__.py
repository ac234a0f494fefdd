"""The verbs of stations, posts and people: one file each."""
