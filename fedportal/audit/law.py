"""How long the trail must be kept by law."""

# 网络安全法 (2016) art. 21 (3), as in force since 2026-01-01 art. 23: network logs are kept for no less than six
# months, which have up to 184 days (domain.md P8).
KEPT_AT_LEAST = 184
