"""Where one goes on from an answer: links of OpenAPI, which a room names beside its operation. The hook of
`schema.with_problems` hangs them on every answer of success."""

from typing import Any

PLACE = "x-links"
_OF_BODY, _TAG = "$response.body#/", "$response.header.ETag"


def leads_to(**links: dict[str, Any]) -> dict[str, Any]:
    """For `extend_schema(extensions=…)`: each link by its name."""
    return {PLACE: links}


def link(operation: str, words: str, *, versioned: bool = False, **taken: str) -> dict[str, Any]:
    """To that operation; `taken` says which of its parameters stands under which name in the answer, and `versioned`
    that it wants the answer's ETag in If-Match."""
    parameters = {name: f"{_OF_BODY}{place}" for name, place in taken.items()}
    return {
        "operationId": operation,
        "description": words,
        "parameters": parameters | ({"header.If-Match": _TAG} if versioned else {}),
    }


def hang(operation: dict[str, Any]) -> None:
    """On every answer of success, which says what was done and what it is now."""
    links = operation.pop(PLACE, None)
    for status, answer in operation["responses"].items():
        if links and status.startswith("2") and "content" in answer:
            answer["links"] = links
