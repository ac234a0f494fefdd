"""What the story of a work order calls each of its lines."""

from hotline.workflow import MOVES, Direction, Side

_BEGIN = {
    "ticket.receive": "收到工单",
    "ticket.correct": "12345 更正内容",
    "ticket.send": "转出",
    "ticket.unmask": "查看来电人信息",
}
TITLES: dict[Direction, dict[str, str]] = {
    direction: _BEGIN
    | {
        f"ticket.{move.name}": move.label
        if move.side is Side.OURS or "12345" in move.label
        else f"12345：{move.label}"
        for move in moves.values()
    }
    for direction, moves in MOVES.items()
}
