"""On how many examples a property is tried: on some by `make test`, at each change, and on more by `make soak`."""

from hypothesis import HealthCheck, settings

USUAL, SOAK = "portal", "soak"

# How long an example takes, or is drawn, says nothing on a busy machine.
for _name, _examples in ((USUAL, 100), (SOAK, 1000)):
    settings.register_profile(
        _name, max_examples=_examples, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )


def examples(some: int, many: int) -> int:
    """For what is so slow to try that the number of the profile is too many."""
    return many if settings.get_current_profile_name() == SOAK else some
