"""Says in two words from what device a request came: enough to know one's own again, too little to trace anyone."""

BROWSERS = (
    ("MicroMessenger", "微信"),
    ("QQBrowser", "QQ 浏览器"),
    ("QIHU", "360 浏览器"),
    ("360SE", "360 浏览器"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "鸿蒙"),
    ("Kylin", "麒麟"),
    ("UOS", "统信"),
    ("Windows", "Windows"),
    ("Android", "安卓"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_words(user_agent: str) -> str:
    """Browser and system of the line that a browser sends about itself."""
    return f"{_first(BROWSERS, user_agent, '其他浏览器')}，{_first(SYSTEMS, user_agent, '其他系统')}"


def _first(known: tuple[tuple[str, str], ...], text: str, otherwise: str) -> str:
    return next((words for sign, words in known if sign in text), otherwise)
