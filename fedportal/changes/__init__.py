"""What has changed, for whoever holds a copy: the feed, the snapshot that begins it, and the digest that proves it.

The database itself writes down each change in the transaction that makes it (`triggers`), whoever makes it. The feed
is read by transaction, and only below the oldest one that still runs, so that no reader can pass by what commits late
(`feed`). One row stands for all that a transaction did to one object: what it looks like is read when it is handed
out, as its reader sees it then (`kinds`). The newest row of an object stays for ever; old tombstones are forgotten,
and a cursor from before that is told so (`pruning`).
"""
