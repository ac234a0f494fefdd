"""Work orders for other systems: for 12345 its own, for a unit's own system those of the unit."""
