"""Personal data as such: what it is kept for and on which basis, how long, and how it ends."""
