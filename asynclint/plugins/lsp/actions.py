"""Quick fixes: mend a finding, mend all of its kind in the file, or silence it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lsprotocol import types

from asynclint.codemods.apply import apply, edited
from asynclint.findings import Applicability, Fix, digest
from asynclint.ignores import comment_edit
from asynclint.plugins.lsp.translate import Found, text_edits

_REASON = "FIXME: say why"


@dataclass(frozen=True, slots=True)
class Actions:
    """The quick fixes for what was ``found`` in a document with that ``text``."""

    uri: str
    text: str
    found: Sequence[Found]

    def of(self, found: Found) -> Iterator[types.CodeAction]:
        """The quick fixes of one finding."""
        finding = found.finding
        fix = self._fix(found)
        if fix is not None:
            is_safe = fix.applicability is Applicability.SAFE
            unsafe = "" if is_safe else " (unsafe: look at the result)"
            yield from self._mending([found], f"{finding.code}: {fix.title}{unsafe}", is_preferred=is_safe)
            alike = [
                each
                for each in self.found
                if each.finding.code == finding.code
                and (other := self._fix(each)) is not None
                and (other.applicability is Applicability.SAFE or not is_safe)
            ]
            if len(alike) > 1:
                yield from self._mending(alike, f"{finding.code}: fix all in this file{unsafe}", is_preferred=False)
        edit = comment_edit(self.text, finding.location.line, [finding.code], _REASON)
        yield self._action(f"{finding.code}: ignore here, with a reason", edited(self.text, [edit]), [found])

    def _fix(self, found: Found) -> Fix | None:
        """The fix of a finding, if it changes something and is for this text."""
        fix = found.finding.fix
        return fix if fix is not None and fix.edits and fix.source == digest(self.text) else None

    def _mending(self, several: Sequence[Found], title: str, *, is_preferred: bool) -> Iterator[types.CodeAction]:
        """The action that applies the fixes of findings, as far as they go together; none where nothing compiles then."""
        applied = apply(self.text, [fix for each in several if (fix := self._fix(each)) is not None])
        mended = [each for each in several if each.finding.fix in applied.done]
        if mended:
            yield self._action(title, applied.text, mended, is_preferred=is_preferred)

    def _action(
        self, title: str, after: str, mended: Sequence[Found], *, is_preferred: bool = False
    ) -> types.CodeAction:
        return types.CodeAction(
            title,
            types.CodeActionKind.QuickFix,
            [each.diagnostic for each in mended],
            is_preferred or None,
            edit=types.WorkspaceEdit({self.uri: text_edits(self.text, after)}),
        )
