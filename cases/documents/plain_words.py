"""The part of Jinja that templates of papers may use: words in their places, loops and conditions; nothing that grows.

Jinja's sandbox keeps a template from reaching into the program, and no more: `{{ 9 ** 9 ** 9 }}`,
`{{ org * 10 ** 9 }}` or five loops inside each other would still hold a process for hours. So the grammar is a list of
what is allowed, a loop inside another one runs only over what the outer one is at, and what comes out has a largest
size.
"""

from collections.abc import Iterator
from typing import Any, Final

from jinja2 import StrictUndefined, Template, TemplateRuntimeError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

LARGEST_XML: Final = 5 * 1024 * 1024  # characters of one part of a paper
DEEPEST: Final = 8  # loops and conditions inside each other; the built-in template has five
LONGEST_CONSTANT: Final = 100  # characters
FILTERS: Final = {"default", "d", "e", "escape", "first", "join", "last", "length", "lower", "trim", "upper"}
_ALLOWED: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.NSRef,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.For,
    nodes.If,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
    nodes.Filter,
    nodes.Test,
)


class BoundedTemplate(Template):
    """Stops once it has written too much."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        pieces, size = [], 0
        for piece in self.generate(*args, **kwargs):
            size += len(piece)
            if size > LARGEST_XML:
                raise TemplateRuntimeError("按模板生成的公文过大")
            pieces.append(piece)
        return "".join(pieces)


class PlainEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for papers: every part of a template is held against the list before it is compiled."""

    template_class = BoundedTemplate

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.globals.clear()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        try:
            tree = super()._parse(source, name, filename)
            _check(tree, around=[], depth=0)
        except RecursionError:
            raise TemplateSyntaxError("标记层数过多", 1, name, filename) from None
        return tree


def _check(node: nodes.Node, *, around: list[str], depth: int) -> None:
    """Raises TemplateSyntaxError at the first node that is not plain; `around` are the variables of outer loops."""
    if not isinstance(node, _ALLOWED):
        raise _refused(node, "只能填字段、逐项列出、按条件显示，不能用其他语句和运算")
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        raise _refused(node, f"不能用过滤器 {node.name}")
    if isinstance(node, nodes.Const) and len(str(node.value)) > LONGEST_CONSTANT:
        raise _refused(node, f"标记中的文字不能超过 {LONGEST_CONSTANT} 字")
    if isinstance(node, nodes.For):
        _check_loop(node, around)
        around = [*around, *_names(node.target)]
    depth += isinstance(node, nodes.For | nodes.If)
    if depth > DEEPEST:
        raise _refused(node, f"循环和条件最多 {DEEPEST} 层")
    for child in node.iter_child_nodes():
        _check(child, around=around, depth=depth)


def _check_loop(loop: nodes.For, around: list[str]) -> None:
    """Inside another loop: only over that one's item, so that the work grows with the words, not with their power."""
    if loop.recursive:
        raise _refused(loop, "不能用递归循环")
    if around and not any(name.name in around for name in _all_names(loop.iter)):
        raise _refused(loop, "循环中的循环只能列出外层这一项里的内容")


def _all_names(node: nodes.Node) -> Iterator[nodes.Name]:
    if isinstance(node, nodes.Name):
        yield node
    yield from node.find_all(nodes.Name)


def _names(node: nodes.Node) -> list[str]:
    return [name.name for name in _all_names(node)]


def _refused(node: nodes.Node, words: str) -> TemplateSyntaxError:
    return TemplateSyntaxError(words, node.lineno)
