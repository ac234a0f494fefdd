"""The trail is added to by everyone and changed by nobody; it is read by the portal itself, for whom it is shown."""

from fedportal.lib.row_security import Policy, declare

declare(
    Policy("audit_accessevent", "portal_code() = 0", grants="SELECT, INSERT"),
    # Numbers of events and hashes: nothing of a person. A trigger fills the queue for whoever writes an event.
    Policy("audit_unsealedevent", "true"),
    Policy("audit_auditseal", "true", grants="SELECT, INSERT"),
)
