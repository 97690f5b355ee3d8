"""The site is built, and not where something in it leads nowhere or asks for something from elsewhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from website import astray, broken, pages

ROOT = Path(__file__).resolve().parents[2]


def test_pages_are_those_that_a_navigation_names_in_its_order() -> None:
    navigation = [{"Start": "index.md"}, {"Rules": ["rules/index.md", {"ASL1": "rules/ASL1.md"}]}, "last.md"]
    assert list(pages(navigation)) == ["index.md", "rules/index.md", "rules/ASL1.md", "last.md"]


def test_pages_and_navigation_must_agree(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    for page in ("index.md", "rules/ASL1.md", "rules/ASL2.md"):
        (tmp_path / page).touch()
    assert astray(["index.md", "rules/ASL1.md", "rules/ASL2.md"], tmp_path) == []
    assert astray(["index.md", "rules/ASL1.md", "index.md", "gone.md"], tmp_path) == [
        "gone.md: in the navigation, but there is no such page",
        "rules/ASL2.md: not in the navigation of zensical.toml",
        "index.md: twice in the navigation",
    ]


@pytest.mark.parametrize(
    ("name", "text", "mistakes"),
    [
        ("a.html", '<a href="https://example.org/">there</a><link rel="canonical" href="https://example.org/a">', []),
        ("a.html", '<a href="a.html#part">here</a><a href="#part">here</a><a href="mailto:a@example.org">me</a>', []),
        ("a.html", '<a href="/a.html?x=1">here</a>', []),
        ("a.html", '<a href="b.html">there</a>', ["a.html refers to b.html, which is not there"]),
        ("a.html", '<img src="b.svg">', ["a.html refers to b.svg, which is not there"]),
        ("a.html", '<img src="https://example.org/b.svg">', ["a.html fetches https://example.org/b.svg"]),
        ("a.html", '<script src="//example.org/b.js"></script>', ["a.html fetches //example.org/b.js"]),
        ("a.html", '<link rel="stylesheet" href="http://example.org/">', ["a.html fetches http://example.org/"]),
        ("a.html", "<style>@import 'https://example.org/'</style>", ["a.html fetches https://example.org/"]),
        ("a.css", '@font-face { src: url("https://example.org/f") }', ["a.css fetches https://example.org/f"]),
        ("a.css", '@font-face { src: url("f.woff2") } /* see https://example.org/ */', []),
        ("a.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>', []),
        ("a.svg", '<svg><image xlink:href="https://example.org/i"/></svg>', ["a.svg fetches https://example.org/i"]),
    ],
)
def test_a_page_leads_somewhere_and_fetches_nothing_from_elsewhere(
    name: str, text: str, mistakes: list[str], tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert broken(tmp_path / name, tmp_path) == mistakes


def _nothing(folder: Path) -> None:
    pass


def _a_page_nobody_names(folder: Path) -> None:
    (folder / "docs/lost.md").write_text("# Lost\n", "utf-8")


def _a_link_to_no_page(folder: Path) -> None:
    _append(folder, "[there](gone.md)")


def _a_link_to_no_section(folder: Path) -> None:
    _append(folder, "[there](tutorial.md#gone)")


def _a_picture_that_is_missing(folder: Path) -> None:
    _append(folder, "![seen](gone.svg)")


def _a_picture_from_elsewhere(folder: Path) -> None:
    _append(folder, "![seen](https://example.org/badge.svg)")


def _append(folder: Path, line: str) -> None:
    with (folder / "docs/fixing.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{line}\n")


@pytest.mark.parametrize(
    ("mistake", "status", "sign"),
    [
        (_nothing, 0, ""),
        (_a_page_nobody_names, 1, "lost.md: not in the navigation of zensical.toml"),
        (_a_link_to_no_page, 1, "page does not exist"),
        (_a_link_to_no_section, 1, "anchor does not exist"),
        (_a_picture_that_is_missing, 1, "gone.svg"),
        (_a_picture_from_elsewhere, 1, "fixing.html fetches https://example.org/badge.svg"),
    ],
)
def test_the_site_is_built_strictly(mistake: Callable[[Path], None], status: int, sign: str, tmp_path: Path) -> None:
    pytest.importorskip("zensical")
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("zensical.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path)
    mistake(tmp_path)
    done = subprocess.run(
        [sys.executable, tmp_path / "docs/website.py"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == status, done.stderr
    assert sign in done.stdout + done.stderr
    if not status:
        site = tmp_path / "build/site"
        written = {path.relative_to(tmp_path / "docs").with_suffix(".html") for path in tmp_path.glob("docs/**/*.md")}
        assert {path.relative_to(site) for path in site.rglob("*.html")} == written | {Path("404.html")}
        assert "Keep a Changelog" in (site / "changelog.html").read_text("utf-8")
