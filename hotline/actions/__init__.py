"""The verbs of work orders: one file each."""
