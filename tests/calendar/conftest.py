"""The loaded calendar, for tests that ask the database."""

import pytest


@pytest.fixture
def calendar(law: None) -> None:
    """2004 to 2026 from the package, 2027 by estimate, as load_calendar leaves it."""
