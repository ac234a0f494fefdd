"""A change is seen where its object is or was; what it looks like is asked of the object's own rows.

What a client subscribed to is its own.
"""

from fedportal.lib.row_security import Policy, declare, declare_open

declare(
    Policy(
        "changes_change",
        "org_code IS NULL OR org_code >= portal_code() AND org_code < portal_code_end() "
        "OR also_code >= portal_code() AND also_code < portal_code_end() OR EXISTS ("
        "SELECT FROM unnest(was_codes) was WHERE was >= portal_code() AND was < portal_code_end())",
        grants="SELECT",
    )
)
_OWN = "portal_code() = 0 OR EXISTS (SELECT FROM {table} it WHERE it.id = {key})"
declare(
    # each client its own, the workers all
    Policy("changes_subscription", "portal_code() = 0 OR account_id = portal_reader()"),
    Policy("changes_delivery", _OWN.format(table="changes_subscription", key="subscription_id")),
    Policy("changes_deliveryattempt", _OWN.format(table="changes_delivery", key="delivery_id")),
)
declare_open("changes_feed")
