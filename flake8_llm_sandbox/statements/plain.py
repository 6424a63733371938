"""A piece of a program without what only people see: comments, line ends, indentation, spaces, trailing commas."""

from __future__ import annotations

import libcst as cst

SPACE = cst.SimpleWhitespace(" ")
EMPTY = cst.SimpleStatementSuite([cst.Pass()])
MAX_CHARACTERS = 2_000  # libcst takes a minute for a sum of 20,000 numbers


def plain(piece: str) -> str:
    """Return ``piece``, whole statements of a program, with one space wherever there may be some.

    What libcst does not read, or would take long for, only has its runs of white space made one: it is then news when
    it is laid out anew.
    """
    if len(piece) <= MAX_CHARACTERS:
        try:
            module = cst.parse_module(piece)
            parts = (part.visit(_Plain()) for part in module.body)
            return "".join(
                module.code_for_node(part) for part in parts if isinstance(part, cst.CSTNode)
            ).strip()
        except Exception:  # noqa: BLE001, S110 - libcst raises TypeError and others on valid code
            pass
    return " ".join(piece.split())


class _Plain(cst.CSTTransformer):
    """Puts one space in each place for some; only where libcst wants to have none does it stay as it is."""

    def __init__(self) -> None:
        super().__init__()
        self._fixed = False

    def on_visit_attribute(self, node: cst.CSTNode, attribute: str) -> None:
        """Note whether a space must stay as it is."""
        self._fixed = attribute == "whitespace_after_type_parameters"

    def on_leave_attribute(self, original_node: cst.CSTNode, attribute: str) -> None:
        """Forget that."""
        self._fixed = False

    def leave_SimpleWhitespace(  # noqa: N802
        self, original_node: cst.SimpleWhitespace, updated_node: cst.SimpleWhitespace
    ) -> cst.SimpleWhitespace:
        return updated_node if self._fixed else SPACE

    def leave_ParenthesizedWhitespace(  # noqa: N802
        self, original_node: cst.ParenthesizedWhitespace, updated_node: cst.ParenthesizedWhitespace
    ) -> cst.SimpleWhitespace:
        return SPACE

    def leave_TrailingWhitespace(  # noqa: N802
        self, original_node: cst.TrailingWhitespace, updated_node: cst.TrailingWhitespace
    ) -> cst.TrailingWhitespace:
        return cst.TrailingWhitespace()

    def leave_EmptyLine(  # noqa: N802
        self, original_node: cst.EmptyLine, updated_node: cst.EmptyLine
    ) -> cst.RemovalSentinel:
        return cst.RemoveFromParent()

    def leave_IndentedBlock(  # noqa: N802
        self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
    ) -> cst.BaseSuite:
        return EMPTY

    def leave_SimpleStatementSuite(  # noqa: N802
        self, original_node: cst.SimpleStatementSuite, updated_node: cst.SimpleStatementSuite
    ) -> cst.BaseSuite:
        return EMPTY

    def visit_ParamStar(self, node: cst.ParamStar) -> bool:  # noqa: N802
        return False

    def leave_ParamStar(  # noqa: N802
        self, original_node: cst.ParamStar, updated_node: cst.ParamStar
    ) -> cst.ParamStar:
        return cst.ParamStar()

    def leave_Comma(  # noqa: N802
        self, original_node: cst.Comma, updated_node: cst.Comma
    ) -> cst.Comma | cst.MaybeSentinel:
        return cst.RemoveFromParent()  # type: ignore[return-value] # it comes back where it is needed
