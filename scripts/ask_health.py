"""Asks the portal on this machine whether the named parts are alive; the answer is the exit code."""

import json
import os
import sys
import urllib.error
import urllib.request

port = os.environ.get("WEB_BIND", "127.0.0.1:8000").rpartition(":")[2]
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
try:
    answer = direct.open(f"http://127.0.0.1:{port}/healthz", timeout=10)
except urllib.error.HTTPError as error:
    answer = error  # 503: some part is dead, perhaps not one of those asked for
parts = json.load(answer)["parts"]
dead = [name for name in sys.argv[1:] or parts if not parts[name]["alive"]]
sys.exit(f"dead: {', '.join(dead)}" if dead else 0)
