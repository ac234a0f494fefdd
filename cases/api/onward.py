"""Where a client goes on from a petition that it has registered or read (links of OpenAPI)."""

from fedportal.api.links import leads_to, link

READ = link("petitions_retrieve", "读取这一件", number="number")
STEPS = {
    "correct": link("petitions_correct", "更正这一件", number="number", versioned=True),
    "move": link("petitions_move", "办理一步", number="number", versioned=True),
    "contact": link("petitions_contact", "再次来访、来信、来电", number="number"),
    "contacts": link("petitions_contacts", "历次来访、来信、来电", number="number"),
    "part": link("petitions_part", "只读其中一部分", number="number"),
}
FROM_WRITING = leads_to(read=READ, **STEPS)
FROM_READING = leads_to(**STEPS)
