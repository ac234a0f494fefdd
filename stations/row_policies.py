"""Who sees the rows of stations, posts and people, there: each part says so in a module of its own."""

from fedportal.lib.row_security import declare

declare()
