"""The directory of units and staff: the verbs and pages by which they are opened, changed and closed."""
