"""Whether every part of the portal is alive: `/healthz`."""
