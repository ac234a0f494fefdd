"""The codes of problem documents: they stay as they are, for programs go by them. The sentences are for people.

A room that refuses for a reason of its own adds its code here, with the sentence that the schema tells of it.
"""

TITLES = {
    400: "请求有误",
    401: "未通过身份验证",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种方法",
    406: "不支持这种格式",
    409: "与现状冲突",
    410: "已不再保留",
    412: "数据已被更新",
    413: "内容过大",
    415: "不支持这种内容类型",
    422: "无法办理这一请求",
    428: "须带版本号",
    429: "请求过于频繁",
    500: "系统出错",
    503: "暂时无法办理",
}

CODES = {
    # who asks
    "not_authenticated": "请求没有带访问令牌，请先取得令牌并放在 Authorization 头中。",
    "invalid_token": "令牌无效或已过期，请重新获取。",  # nosec B105
    "client_refused": "客户端已停用、已过期，或者来源地址不在允许范围内。",
    "bad_signature": "签名不对或者已过期，或者电话系统已停用。请核对密钥、时钟和签名的写法。",
    "insufficient_scope": "令牌没有这项权限范围。",
    "permission_denied": "没有这项权限。",
    "tls_required": "接口只通过 https 访问；本次发送的密钥或令牌可能已泄露，请更换。",
    # what is asked
    "bad_request": "请求无法解读。",
    "not_found": "没有找到，或者不在可见范围内。",
    "method_not_allowed": "该地址不支持这种请求方法。",
    "not_acceptable": "不能按所要求的格式答复，请接受 application/json。",
    "unsupported_media_type": "请求体须为 application/json。",
    "parse_error": "请求体不是有效的 JSON。",
    "body_too_large": "请求体过大，请分批提交。",
    "invalid": "有内容需要改正，逐项见 errors。",
    # how it stands
    "not_allowed": "按规定或事项现状不能这样办理。",
    "condition": "还不符合办理的条件，缺什么见 detail。",
    "version_changed": "事项已被更新，请按新版本重试。",
    "version_required": "更改已有的事项，请在 If-Match 中写明读到的版本号。",
    "invalid_if_match": "If-Match 没有写明一个版本号。",
    "invalid_if_none_match": "If-None-Match 写的不是 *。",
    "invalid_idempotency_key": "Idempotency-Key 不是 1 至 200 个可见的 ASCII 字符。",
    "idempotency_key_reused": "这个 Idempotency-Key 已用于另一请求，请换一个。",
    "idempotency_in_progress": "同一 Idempotency-Key 的请求正在办理，请稍后重试。",
    "answer_erased": "这一请求已办理过；有关的内容后来不再对您提供，当时的答复不再保留，请不要再发。",
    "cursor_gone": "游标无法识别或已过保留期，请按 resync 所指地址重新同步。",
    "external_id_taken": "这个外部编号已属于另一事项。",
    "invalid_external_id": "外部系统名称或编号的写法不对。",
    "too_many_items": "一批最多 1000 条，请分批提交。",
    "not_registered": "事项还没有登记。",
    "not_storable": "内容不能这样登记，请核对后重试。",
    "calendar_ends": "时限超出了已有的工作日历。",
    # how we stand
    "too_many_requests": "请求过于频繁，请在 Retry-After 所示秒数之后重试。",
    "unreadable": "平台现在读不出这一件（密钥缺失或者数据损坏），已记录；请保留已有的内容，稍后再取。",
    "busy": "系统暂时无法办理，请稍后重试。",
    "error": "系统出错，已记录，请稍后重试。",
}
