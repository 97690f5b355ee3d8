"""What an analysis finds of earlier ones and leaves for later ones: in the user's cache; in a session, in this process too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from asynclint import reuse
from asynclint.cache import stat_signature
from asynclint.program.facts import ModuleFacts
from asynclint.program.index import Program
from asynclint.program.links import Keep
from asynclint.program.modules import Module
from asynclint.program.outline import Outline, outline
from asynclint.reading import Read
from asynclint.reuse import Linted, Understanding
from asynclint.state import GIVEN, FileState, Memory, Reading


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found out about a program."""

    program: Program
    linted: Sequence[Linted]
    circumstances: Mapping[Module, bytes]
    frameworks: Collection[str]

    def understanding(self, *, with_links: bool) -> Understanding:
        """The same for a later run; without links for one that has the program."""
        return reuse.understood(self.program, self.linted, self.circumstances, self.frameworks, with_links=with_links)


class Recollection:
    """What is in the user's cache. Texts that are given in place of files leave nothing there.

    ``keeps`` says how the links of modules are kept, ``program`` is that of the last run, if this process has it.
    """

    keeps = Keep.BYTES
    program: Program | None = None

    def __init__(self, memory: Memory | None, earlier: Reading | None) -> None:
        self._memory = memory
        self.reading = earlier

    @property
    def known(self) -> Collection[bytes]:
        """Digests of the texts that need not be read again, whatever the cache has."""
        return ()

    @property
    def path(self) -> Path | None:
        """Where the cache is."""
        return self._memory.cache.path if self._memory is not None else None

    def understanding(self) -> Understanding | None:
        """What the run of :attr:`reading` found out."""
        return self._memory.part(b"understanding", Understanding) if self._memory is not None else None

    def facts(self, digest: bytes) -> ModuleFacts | None:
        """The facts of a text; None where they are not known any more."""
        return reuse.facts_of(self._memory.cache, digest) if self._memory is not None else None

    def outlines(self, digests: Collection[bytes]) -> dict[bytes, Outline]:
        """The outlines of those texts that one is known of."""
        found = self._memory.cache.get_all("outlines", digests) if self._memory is not None else {}
        decoded = {digest: reuse.outline_of(content) for digest, content in found.items()}
        return {digest: known for digest, known in decoded.items() if known is not None}

    def keep_read(self, read: Mapping[bytes, Read], facts: Mapping[bytes, ModuleFacts]) -> dict[bytes, Read]:
        """Keep what was read at once, for it is much to hold until the end; what is left to hold."""
        kept = {digest: each for digest, each in read.items() if each.kept}
        if self._memory is not None and kept:
            rows = {
                "facts": {digest: each.kept for digest, each in kept.items()},
                "outlines": {digest: each.outline for digest, each in kept.items()},
            }
            self._memory.cache.put(rows, {})
            self._memory.cache.close()  # other processes may begin as copies of this one
        return {digest: msgspec.structs.replace(each, kept=b"") for digest, each in read.items()}

    def keeps_states(self, files: Iterable[FileState]) -> bool:
        """Whether the state of a project with these files is of use to later runs."""
        memory = self._memory
        return memory is not None and not memory.of_copies and all(state.signature != GIVEN for state in files)

    def keep(self, reading: Reading, outcome: Outcome | None) -> None:
        """Keep the state of the project; without an ``outcome``, what is understood already still holds."""
        memory = self._memory
        if memory is None or not Recollection.keeps_states(self, reading.files):
            return
        states = {memory.key_of(b"reading"): msgspec.msgpack.encode(reading)}
        if outcome is not None:
            understanding = outcome.understanding(with_links=True)
            states[memory.key_of(b"understanding")] = msgspec.msgpack.encode(understanding)
        if _has_changed(reading):
            states = {}
        digests = [state.digest for state in reading.files if state.error is None]
        memory.cache.put({"states": states}, {"facts": digests, "outlines": digests})


class Recent(Recollection):
    """What is in the user's cache, and all that the last run of this process has found out, given texts included."""

    keeps = Keep.LINKS

    def __init__(self, memory: Memory | None) -> None:
        super().__init__(memory, memory.reading() if memory is not None else None)
        self._understanding: Understanding | None = None
        self._facts: dict[bytes, ModuleFacts] = {}
        self._outlines: dict[bytes, Outline] = {}

    @property
    def known(self) -> Collection[bytes]:
        """Digests of the texts that were read in this process."""
        return self._outlines.keys() & self._facts.keys()

    def add(self, digest: bytes, facts: ModuleFacts) -> None:
        """Keep the facts of a text."""
        self._facts[digest] = facts
        self._outlines[digest] = outline(facts)

    def understanding(self) -> Understanding | None:
        """What the last run found out."""
        return self._understanding or super().understanding()

    def facts(self, digest: bytes) -> ModuleFacts | None:
        """The facts of a text; None where they are not known any more."""
        known = self._facts.get(digest) or super().facts(digest)
        if known is not None:
            self._facts[digest] = known
        return known

    def outlines(self, digests: Collection[bytes]) -> dict[bytes, Outline]:
        """The outlines of those texts that one is known of."""
        missing = [digest for digest in digests if digest not in self._outlines]
        self._outlines |= super().outlines(missing)
        return {digest: self._outlines[digest] for digest in digests if digest in self._outlines}

    def keep_read(self, read: Mapping[bytes, Read], facts: Mapping[bytes, ModuleFacts]) -> dict[bytes, Read]:
        """Keep what was read; what is left to hold."""
        for digest, each in read.items():
            found = reuse.outline_of(each.outline)
            if found is not None:
                self._outlines[digest] = found
        self._facts |= facts
        return super().keep_read(read, facts)

    def keeps_states(self, files: Iterable[FileState]) -> bool:
        """Whether the state of a project with these files is of use to later runs."""
        return True

    def keep(self, reading: Reading, outcome: Outcome | None) -> None:
        """Keep the state of the project; without an ``outcome``, what is understood already still holds."""
        super().keep(reading, outcome)
        if _has_changed(reading):
            self.reading = self._understanding = self.program = None
            return
        self.reading = reading
        if outcome is not None:
            self.program = outcome.program
            self._understanding = outcome.understanding(with_links=False)
        digests = {state.digest for state in reading.files}
        self._facts = {digest: facts for digest, facts in self._facts.items() if digest in digests}
        self._outlines = {digest: known for digest, known in self._outlines.items() if digest in digests}


def _has_changed(reading: Reading) -> bool:
    """Whether a file was changed meanwhile: nobody knows which text the rules have seen."""
    return any(stat_signature(state.path) != state.signature for state in reading.files if state.signature != GIVEN)
