"""Clients and their tokens are asked for before it is known for whom rows are read, as accounts are. What a client was
answered it alone reads."""

from fedportal.lib.row_security import Policy, declare, declare_open

declare_open(
    "api_apiclient",
    "oauth2_provider_accesstoken",
    "oauth2_provider_grant",
    "oauth2_provider_refreshtoken",
    "oauth2_provider_idtoken",
    "oauth2_provider_devicegrant",
)
declare(
    Policy(
        "api_keptanswer",
        "portal_code() = 0 OR EXISTS ("
        "SELECT FROM api_apiclient c WHERE c.id = api_keptanswer.client_id AND c.user_id = portal_reader())",
    )
)
