"""Notices: what an organization is told, drained from the rows that other rooms leave."""
