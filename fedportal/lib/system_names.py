"""What other systems call themselves where numbers of theirs are kept, such as `binzhou-12345`."""

SYSTEM_NAME = r"^[a-z0-9][a-z0-9_-]{0,39}$"
