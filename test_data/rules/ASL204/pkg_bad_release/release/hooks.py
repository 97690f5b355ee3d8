"""Hooks: plain or async functions, called by the async release bot."""

from release import git


async def before(version: str) -> None:
    if git.last_tag() == version:  # expect: ASL204
        raise ValueError(version)


async def after(version: str) -> None:
    from release.git import tag

    tag(version)  # expect: ASL204
    git.push()  # expect: ASL204
