"""What a unit that has no form of its own, nor any above it, is offered to judge calls by (POLICY)."""

# From domain.md L6, L10 and 3.5: fixed words, announcing the recording, danger first, the right law, what was written.
CRITERIA: tuple[tuple[str, int], ...] = (
    ("接听用语、结束用语规范，告知通话录音", 15),
    ("先问是否紧急，危险情形处置及时", 25),
    ("耐心倾听，态度温和，没有使用禁语", 20),
    ("答复准确，说明法律依据", 20),
    ("登记完整，分类正确", 10),
    ("问清能不能回电、什么时间回电", 10),
)
