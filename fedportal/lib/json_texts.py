"""JSON as short texts in one line, with Chinese as it is written."""

import json
from json.encoder import encode_basestring as quoted

__all__ = ["dumped", "quoted"]

dumped = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
