"""The part of the settings that is about other systems: the interface, its description, its tokens."""

import os

API_ROOT = "/api/v1/"  # programs ask below it: whatever goes wrong there is told by a problem document

REST_FRAMEWORK = {
    # Views of ours name their own (fedportal.api.views), which imports these defaults; any other lets nobody in.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "fedportal.api.schema.ClientSchema",
    "DEFAULT_METADATA_CLASS": None,  # what there is stands in the schema
    "URL_FORMAT_OVERRIDE": None,  # ?format= is a filter like any other
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_FORMATTER_CLASS": "fedportal.api.refusing.ProblemFormatter",
    "EXCEPTION_HANDLER_CLASS": "fedportal.api.refusing.ProblemHandler",
    "ENABLE_IN_DEBUG_FOR_UNHANDLED_EXCEPTIONS": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "妇联维权服务平台数据接口",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": API_ROOT,
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": True,
    "ENUM_NAME_OVERRIDES": {
        "UnitEnum": "fedportal.deadlines.limits.Unit.choices",
        "SaidEnum": "hotline.triage.Said.choices",
        "WaysEnum": "cases.workflow.contacting.Way.choices",
        "AttemptResultEnum": "hotline.models.CallAttempt.Result",
        "ChannelEnum": "cases.models.channel.Channel.choices",
        "VisitChannelEnum": "cases.workflow.aftercare.VisitChannel.choices",
        "StationKindEnum": "stations.station_facts.StationKind.choices",
        "RoleKindEnum": "stations.network_facts.RoleKind.choices",
        "NetworkSexEnum": "stations.network_facts.Sex.choices",
        "BaseKindEnum": "stations.post_facts.BaseKind.choices",
    },
    "PREPROCESSING_HOOKS": ["fedportal.api.schema.of_the_interface"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "fedportal.api.schema.with_problems",
    ],
}
OAUTH2_PROVIDER_APPLICATION_MODEL = "api.ApiClient"
OAUTH2_PROVIDER = {
    "SCOPES_BACKEND_CLASS": "fedportal.api.scopes.GrantedScopes",
    "OAUTH2_VALIDATOR_CLASS": "fedportal.api.tokens.ClientsOnly",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,  # nosec B105
    # Tokens stand in the database as digests alone; and whatever RFC 9700 forbids is off, though no grant but client
    # credentials is answered anyway (fedportal/api/tokens.py).
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,  # nosec B105
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,  # nosec B105
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,  # nosec B105
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,  # nosec B105
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,  # nosec B105
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
}
# Where the stream of calls is (`manage.py call_stream`), if no proxy brings it under the portal's own address: a demo.
CALL_STREAM_URL = os.environ.get("CALL_STREAM_URL", "")
