"""What applies to a path, and where it is from: the settings, the rules, the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from asynclint import discovery, environment
from asynclint.settings import KEYS, Settings, field_of


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting by its key, with its value in :class:`Settings`; ``origin`` is ``default``, ``file`` or ``command line``."""

    key: str
    value: object
    origin: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What applies to the ``path``, in linting the folder ``project``.

    ``file`` is the settings file, if there is one. ``rules_off`` are the rules that do not run on the path, with the reason;
    ``left_out`` is why a run over the project does not come to it. ``environment`` is where libraries are looked for, by folder,
    if there is one; ``why`` says how it was found.
    """

    path: str
    is_file: bool
    project: Path
    file: Path | None
    settings: tuple[Setting, ...]
    rules: tuple[str, ...]
    rules_off: dict[str, str]
    left_out: str | None
    is_test: bool
    environment: environment.Chosen | None


def applied(
    path: str,
    project: Path,
    source: tuple[Path, Mapping[str, object]] | None,
    settings: Settings,
    options: Mapping[str, object],
) -> Applied:
    """What applies to the path, with what the settings file holds (``source``) and the options that were given."""
    return Applied(
        path=discovery.display(path),
        is_file=not Path(path).is_dir(),
        project=project,
        file=source[0] if source is not None else None,
        settings=tuple(
            Setting(
                key, getattr(settings, field_of(key)), _origin(key, source[1] if source is not None else {}, options)
            )
            for key in KEYS
        ),
        rules=tuple(row.code for row in settings.rules if settings.enabled(row.code, path)),
        rules_off={
            row.code: why for row in settings.rules if (why := settings.why_disabled(row.code, path)) is not None
        },
        left_out=discovery.why_left_out(path, project, settings),
        is_test=settings.is_test(path),
        environment=environment.choose(settings.python, settings.root),
    )


def _origin(key: str, table: Mapping[str, object], options: Mapping[str, object]) -> str:
    changed = {name.replace("_", "-") for name, value in options.items() if value is not None}
    if "select" in changed:  # starts afresh
        changed |= {"ignore", "extend-select"}
    return "command line" if key in changed else "file" if key in table else "default"
