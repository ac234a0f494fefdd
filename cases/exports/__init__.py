"""Ledgers that leave the portal: marked with who took them, why and how many, and written down."""
