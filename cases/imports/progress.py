"""How far a ledger has come on its way in."""

from cases.progress import Track

track = Track("import")
publish, read, forget = track.publish, track.read, track.forget
