"""Accounts: users, their roles, and the one table of rights."""
