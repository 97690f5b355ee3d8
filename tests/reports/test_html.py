"""The page: what it holds, what no evidence can make of it, and what it does in a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from asynclint import cli
from asynclint.allowances import Allowance, Used
from asynclint.findings import Finding, Hop, Report, Runtime, Verdict
from asynclint.reports import html
from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Place
from asynclint.verdicts import Joined, Process, Unforeseen

EVIL = "</title></script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> '\x1b[2J\u202e"
NAP, MAIN = Place("/nowhere/app.py", 3, "nap"), Place("/nowhere/app.py", 7, "main")


def block(begin: float, duration: float, kind: str = "blocked", **more: Any) -> Evidence:
    more = {"thread": "MainThread", "pid": 7, **more}
    return Evidence(kind, NAP, (NAP, MAIN), duration, 1000 + begin + duration, **more)


@pytest.fixture
def joined(finding: Callable[..., Finding]) -> Joined:
    """A run that has shown a bit of everything."""
    chain = (Hop("app.py", 7, 5, "app.main", "nap()"), Hop("app.py", 3, 5, "app.nap", "time.sleep(1)"))
    confirmed = replace(
        finding(span=(7, 5, 7, 10), chain=chain),
        runtime=Runtime(Verdict.CONFIRMED, 3, 0.25, 0.6, ("/a:3 nap", "/a:7 main")),
    )
    never = replace(finding("pack/other.py", code="ASL301", name="task-not-kept"), runtime=Runtime(Verdict.NEVER_RAN))
    unseen = replace(finding("pack/third.py"), runtime=Runtime(Verdict.RAN_UNSEEN))
    thread = Evidence("wrong-thread", MAIN, (), 0.0, 1000.2, "worker", "call_soon", pid=7)
    evidence = (block(0.5, 0.25), block(2, 1.5, "cpu", detail="in C"), block(4, 0.2, "starved", pid=8), thread)
    return Joined(
        Report((confirmed, never, unseen), ()),
        (Unforeseen("", thread, 1, 0.0),),
        ("/nowhere/old.py",),
        (Used(Allowance("time.sleep", "app.main", "the start"), 2, False), Used(Allowance("x", "y", "z"), 0, False)),
        ("3 damaged records of 1.evidence.jsonl left out",),
        evidence,
        (
            Process(7, 1000.0, ("/srv/app.py", "-v"), "/srv", "3.13.0"),
            Process(8, 1000.4, ("/srv/w.py",), "/srv", "3.13.0"),
        ),
    )


class Reader(HTMLParser):
    """The elements of a page, their attributes and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_it_needs_nothing_else(joined: Joined) -> None:
    reader = Reader(html.render(joined))
    assert {tag for tag, _ in reader.tags}.isdisjoint({"link", "img", "iframe", "object", "base"})
    assert [attributes for tag, attributes in reader.tags if tag in ("script", "style")] == [{}, {}]
    links = {attributes["href"] for _, attributes in reader.tags if "href" in attributes}
    assert links == {"#seen-1", "#seen-2", "#seen-3", "#seen-4"}
    assert all(not name.startswith("on") and name != "style" for _, attributes in reader.tags for name in attributes)


def test_its_policy_lets_nothing_run_but_its_own(joined: Joined) -> None:
    page = html.render(joined)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in (style, script)]
    assert policy == "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'".format(*hashes)


def evil(joined: Joined) -> Joined:
    """The same run with markup wherever evidence, source or settings put a text."""
    at = Place(f"/{EVIL}", 3, EVIL)
    piece = Evidence("blocked", at, (at, at), 0.2, 1001.0, EVIL, EVIL, EVIL, pid=7)
    hops = (Hop(EVIL, 1, 1, EVIL, EVIL), Hop(EVIL, 2, 1, EVIL, EVIL))
    found = joined.report.findings[0]
    found = replace(
        found, message=EVIL, function=EVIL, location=replace(found.location, path=EVIL), code=EVIL, name=EVIL, chain=hops,
        runtime=Runtime(Verdict.CONFIRMED, 1, 0.2, 0.2, (EVIL, EVIL)),
    )  # fmt: skip
    return Joined(
        Report((found,), ()),
        (Unforeseen(EVIL, piece, 1, 0.2),),
        (EVIL,),
        (Used(Allowance(EVIL, EVIL, EVIL), 1, False),),
        (EVIL,),
        (piece,),
        (Process(7, 1000.0, (EVIL,), EVIL, EVIL),),
    )


def test_text_is_never_markup(joined: Joined) -> None:
    page = html.render(evil(joined))
    assert page.count("<script") == page.count("</script") == 1
    assert "<img" not in page
    assert "\x1b" not in page and "\u202e" not in page
    assert Reader(page).text.count("document.title='owned'") >= 30


def test_what_it_tells(joined: Joined) -> None:
    text = " ".join(Reader(html.render(joined)).text.split())
    for each in (
        "asynclint: /srv/app.py -v",
        "4.2 s from first to last · 2 processes · Python 3.13.0",
        "1 confirmed",
        "1 not found statically",
        "1 ran, not seen",
        "1 never ran",
        "app.py (7) MainThread: blocked 2 times, 1.75 s in all",
        "app.py (7) worker: never blocked",
        "w.py (8) MainThread: never blocked",
        "time.sleep in app.main (the start): seen 2 times",
        "x in y (z): not seen",
        "/nowhere/old.py",
        "3 damaged records of 1.evidence.jsonl left out",
        "blocked for 250 ms at /nowhere/app.py:3 nap /nowhere/app.py:3 nap /nowhere/app.py:7 main",
    ):
        assert each in text


def test_where_the_bars_are(joined: Joined) -> None:
    bars = re.findall(
        r'aria-label="([^"]*)"><rect class="(\w+)" x="([\d.]+)%" y="4" width="([\d.]+)%"', html.render(joined)
    )
    assert bars == [
        ("blocked for 250 ms at /nowhere/app.py:3 nap", "waits", "11.9048", "5.9524"),
        ("cpu for 1.5 s at /nowhere/app.py:3 nap", "counts", "47.6190", "35.7143"),
        ("starved for 200 ms at /nowhere/app.py:3 nap", "blameless", "95.2381", "4.7619"),
    ]


def test_a_run_that_has_shown_nothing() -> None:
    text = " ".join(Reader(html.render(Joined(Report((), ())))).text.split())
    assert (
        "No findings, and nothing was seen. When the loops were blocked Nothing was seen. Findings There are none."
        in text
    )


def test_the_longest_are_shown_where_there_are_too_many(joined: Joined) -> None:
    several = tuple(block(number, 0.2 if number else 0.1) for number in range(html.MOST + 1))
    page = html.render(replace(joined, evidence=several))
    assert f"The {html.MOST:,} longest of {html.MOST + 1:,} are shown." in page
    assert page.count('class="bar"') == html.MOST
    assert "for 100 ms" not in page


def test_the_code_of_a_line_is_shown_and_only_a_files(joined: Joined, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("x = 1\n    <b>time.sleep(2)\n")
    places = [Place(str(tmp_path / "app.py"), 2, "f"), Place("/dev/zero", 1, "f"), Place(str(tmp_path), 1, "f")]
    pieces = tuple(Evidence("cpu", each, (), 0.2, 1001.0, pid=7) for each in places)
    assert html.render(replace(joined, evidence=pieces)).count("<code>&lt;b&gt;time.sleep(2)</code>") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["app.py", "--html", "page.html"], "Error: --html goes with --evidence"),
        (["app.py", "--trace", "trace.json"], "Error: --trace goes with --evidence"),
        (["run", "--html", "no/page.html", "--", "app.py"], "Error: Invalid value for '--html': there is no folder 'no'"),
        (["run", "--trace", ".", "--", "app.py"], "Error: Invalid value for '--trace': File '.' is a directory."),
        (["run", "--trace", "app.py/x", "--", "app.py"], "Error: Invalid value for '--trace': 'app.py/x' cannot be written"),
    ],
)  # fmt: skip
def test_bad_use(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text("")
    assert cli.main(arguments) == 2
    assert capsys.readouterr().err.splitlines()[-1] == message
    assert [path.name for path in tmp_path.iterdir()] == ["app.py"]


def test_both_files_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text("import time\nasync def main():\n    time.sleep(1)\n")
    (tmp_path / "kept").mkdir()
    start = {"kind": "start", "version": 1, "pid": 7, "time": 1000.0, "argv": ["app.py"], "cwd": str(tmp_path)}
    at = {"path": str(tmp_path / "app.py"), "line": 3, "function": "main"}
    seen = {"kind": "blocked", "place": at, "stack": [at], "duration": 0.25, "time": 1001.0, "thread": "MainThread"}
    (tmp_path / "kept" / "7.evidence.jsonl").write_text(f"{json.dumps(start)}\n{json.dumps(seen)}\n")
    assert cli.main(["app.py", "--isolated", "--evidence", "kept", "--html", "page.html", "--trace", "trace.json"]) == 1
    assert "app.py:3:5" in (tmp_path / "page.html").read_text("utf-8")
    events = json.loads((tmp_path / "trace.json").read_text("utf-8"))["traceEvents"]
    assert [each["name"] for each in events if each["ph"] == "X"] == ["blocked main (app.py:3)", "main (app.py:3)"]


# -- In a browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Headless Chromium, without a network."""
    program, driver = shutil.which("chromium") or shutil.which("chromium-browser"), shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip("there is no chromium with a chromedriver")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = program
    for argument in (
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1200,900",
        f"--user-data-dir={tmp_path_factory.mktemp('profile')}",
    ):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(driver)
    with webdriver.Chrome(options=options, service=service) as running:
        yield running


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Callable[[Joined], Any]:
    def open_page(joined: Joined) -> Any:
        path = tmp_path / "page.html"
        path.write_text(html.render(joined), "utf-8")
        browser.get(path.as_uri())
        return browser

    return open_page


def rows(page: Any) -> list[str]:
    """The places of the rows that can be seen."""
    found = page.find_elements("css selector", "#findings tbody tr")
    return [row.find_element("css selector", "td:nth-child(3) b").text for row in found if row.is_displayed()]


def choose(page: Any, name: str, value: str) -> None:
    page.find_element("css selector", f'#{name} option[value="{value}"]').click()


def test_filters(opened: Callable[[Joined], Any], joined: Joined) -> None:
    page = opened(joined)
    shown = page.find_element("id", "shown")
    everything = ["app.py:7:5", "/nowhere/app.py:7", "pack/third.py:1:1", "pack/other.py:1:1"]
    assert (rows(page), shown.text) == (everything, "4 of 4 shown")
    choose(page, "verdict", "never ran")
    assert (rows(page), shown.text) == (["pack/other.py:1:1"], "1 of 4 shown")
    choose(page, "verdict", "")
    choose(page, "code", "ASL201")
    assert rows(page) == ["app.py:7:5", "pack/third.py:1:1"]
    page.find_element("id", "search").send_keys(" PACK/ \n")
    assert (rows(page), shown.text) == (["pack/third.py:1:1"], "1 of 4 shown")
    choose(page, "code", "")
    assert rows(page) == ["pack/third.py:1:1", "pack/other.py:1:1"]
    assert page.get_log("browser") == []


def test_the_timeline_by_keyboard(opened: Callable[[Joined], Any], joined: Joined) -> None:
    from selenium.webdriver.common.keys import Keys

    page = opened(joined)
    page.find_element("css selector", ".lanes").send_keys(Keys.TAB)
    detail = page.find_element("id", "detail")
    assert detail.text == ("blocked for 250 ms at /nowhere/app.py:3 nap\n/nowhere/app.py:3 nap\n/nowhere/app.py:7 main")
    page.switch_to.active_element.send_keys(Keys.TAB)
    assert detail.text.startswith("cpu for 1.5 s")
    page.switch_to.active_element.send_keys(Keys.ENTER)
    assert page.current_url.endswith("#seen-3")
    assert "in C" in page.find_element("css selector", "tr:target").text


def test_the_timeline_by_mouse(opened: Callable[[Joined], Any], joined: Joined) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    page = opened(joined)
    bars = page.find_elements("css selector", ".bar rect")
    ActionChains(page).move_to_element(bars[1]).perform()
    assert page.find_element("id", "detail").text.startswith("cpu for 1.5 s")
    before = bars[0].rect["width"]
    page.find_element("id", "closer").click()
    assert bars[0].rect["width"] == pytest.approx(2 * before, rel=0.01)
    page.find_element("id", "wider").click()
    page.find_element("id", "wider").click()
    assert bars[0].rect["width"] == pytest.approx(before, rel=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_in_light_and_dark(opened: Callable[[Joined], Any], joined: Joined, scheme: str) -> None:
    """Every text stands out from the ground by 4.5 to 1 (WCAG 2.1, 1.4.3)."""
    page = opened(joined)
    page.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    ground = page.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert (luminance(ground) > 0.5) is (scheme == "light")
    colors = page.execute_script(
        "return [...new Set([...document.querySelectorAll('main :not(title), header *')].filter((each) =>"
        " [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim())).map((each) =>"
        " each.closest('svg') ? getComputedStyle(each).fill : getComputedStyle(each).color))]"
    )
    assert len(colors) >= 4
    for color in colors:
        assert contrast(color, ground) >= 4.5, color


def luminance(color: str) -> float:
    """Of ``rgb(r, g, b)``, as WCAG 2.1 defines it."""
    parts = [int(each) / 255 for each in re.findall(r"\d+", color)[:3]]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_nothing_of_the_evidence_runs(opened: Callable[[Joined], Any], joined: Joined) -> None:
    page = opened(evil(joined))
    assert page.title.startswith("asynclint: </title></script><script>")
    assert page.find_elements("css selector", "img") == []
    assert page.get_log("browser") == []
