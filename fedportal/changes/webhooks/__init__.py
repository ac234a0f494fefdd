"""Webhooks: the portal tells other systems by itself what has changed, for those that cannot keep asking.

Every subscription stands somewhere in the feed. What lies behind becomes one delivery for each object (`fan_out`), in
one transaction with the new place, so that nothing is missed or doubled whoever dies. A delivery is sent until the
other side has taken it or two days have passed (`delivering`), with what the object looks like at that moment; those
of one object never overtake each other. Where it is sent to is looked at each time (`addresses`): no subscription
leads into the networks of the server. Rows here name objects by key and hold nothing of what was sent.
"""
