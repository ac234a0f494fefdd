"""Organizations: who stands where, and the ranges of codes that bound what anyone sees."""
