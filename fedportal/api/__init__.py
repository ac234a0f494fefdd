"""How other systems reach the portal: clients and their tokens, scopes, problem documents, versions of the interface.

What they may ask for stands in each room's own `api.py` (or `api/`), on the views of this room. A client acts as an
account of its organization, so that it can see and do nothing that a colleague there could not (`models.ApiClient`).
"""
