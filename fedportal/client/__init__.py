"""The reference client of the portal's interface: keeps a copy, proves that it is the same, sends a ledger in.

It stands by itself: httpx is all it needs, and it may be installed without the portal, under the name `fedsync`.
"""
