"""The page of a run: its data, and what a browser makes of it (skipped only where no Chromium is installed)."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from asynclint.allowances import Allowance, Used
from asynclint.findings import Finding, Hop, Report, Runtime, Verdict
from asynclint.reports import html
from asynclint.runtime.evidence import Evidence
from asynclint.runtime.frames import Place
from asynclint.verdicts import Joined, Unforeseen

HOSTILE = "</script><img src=x onerror=\"document.title='bad'\">&amp;"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture
def joined(finding: Callable[..., Finding]) -> Joined:
    confirmed = Runtime(Verdict.CONFIRMED, 4, 0.25, 0.75, ("a.py:3 f", f"{HOSTILE}:9 g"))
    chain = (Hop("a.py", 3, 5, "a.f", "g()"), Hop("b.py", 9, 5, "b.g", "time.sleep(1)"))
    findings = (
        replace(finding("a.py", (3, 5, 3, 9), chain=chain), runtime=confirmed),
        replace(finding("b.py", (7, 1, 7, 9), code="ASL101", message=HOSTILE), runtime=Runtime(Verdict.NEVER_RAN)),
        replace(finding("b.py", (8, 1, 8, 9), function="b.rare"), runtime=Runtime(Verdict.RAN_UNSEEN)),
    )
    place = Place("/x/a.py", 3, "f")
    evidence = (
        Evidence("blocked", place, (place, Place("/x/b.py", 9, "g")), 0.25, 100.25, "MainThread", process=7),
        Evidence("cpu", place, (place,), 0.5, 101.0, "MainThread", detail=HOSTILE, process=7),
        Evidence("starved", None, (), 0.5, 101.0, "loop-2", process=7),
        Evidence("never-awaited", place, (), 0.0, 101.0, process=7),
    )
    return Joined(
        Report(findings, ()),
        (Unforeseen("ASL2", evidence[1], 3, 1.25), Unforeseen("", evidence[3], 1, 0.0)),
        ("/x/old.py",),
        (Used(Allowance("time.sleep", "*", "known"), 2, False), Used(Allowance("x", "y", "over"), 0, True)),
        ("2 damaged records of 1.jsonl left out",),
        evidence,
        {7: "app.py --serve"},
    )


def data(page: str) -> Any:
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert match is not None
    return json.loads(match[1])


def test_what_is_in_the_page(joined: Joined) -> None:
    page = html.render(joined)
    assert page.count("</script>") == 2  # of the data, and of the program
    found = data(page)
    assert [(each["place"], each["code"], each["verdict"], each["count"]) for each in found["findings"]] == [
        ("a.py:3:5", "ASL201", "confirmed", 4),
        ("b.py:7:1", "ASL101", "never ran", 0),
        ("b.py:8:1", "ASL201", "ran, not seen", 0),
    ]
    assert [(lane["command"], lane["thread"], len(lane["bars"])) for lane in found["lanes"]] == [
        ("app.py --serve", "MainThread", 2),
        ("app.py --serve", "loop-2", 1),
    ]
    assert found["lanes"][0]["bars"][1] == {
        "start": 0.5,
        "duration": 0.5,
        "kind": "cpu",
        "place": "/x/a.py:3",
        "detail": HOSTILE,
        "test": "",
        "stack": ["/x/a.py:3 f"],
    }
    assert (found["seconds"], found["undrawn"]) == (1.0, 0)


def test_nothing_is_loaded_from_anywhere(joined: Joined) -> None:
    page = html.render(joined)
    outside = page.replace(json.dumps(HOSTILE)[1:-1], "")
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?!data:,)[\w/]""", outside.partition('id="data"')[0])
    assert "default-src 'none'" in page


def test_the_time_begins_with_the_program_and_ends_with_what_was_seen_last(joined: Joined) -> None:
    found = data(html.render(replace(joined, begin=97.0)))
    assert (found["seconds"], found["lanes"][0]["bars"][0]["start"]) == (4.0, 3.0)


def test_what_is_confirmed_comes_first_the_longest_ahead(joined: Joined) -> None:
    first, *others = joined.report.findings
    runtimes = [Runtime(Verdict.CONFIRMED, *each) for each in ((1, 0.1), (1, 0.5), (9, 0.1))]
    confirmed = [replace(first, code=f"ASL20{n}", runtime=runtime) for n, runtime in enumerate(runtimes)]
    found = data(html.render(replace(joined, report=Report((*others, *confirmed), ()))))
    assert [each["code"] for each in found["findings"]] == ["ASL201", "ASL202", "ASL200", "ASL101", "ASL201"]


def test_only_the_longest_are_drawn(joined: Joined) -> None:
    many = tuple(replace(joined.evidence[0], time=100.0 + n, duration=0.1 + n / 1e5) for n in range(2_500))
    found = data(html.render(replace(joined, evidence=many)))
    assert (len(found["lanes"][0]["bars"]), found["undrawn"]) == (2_000, 500)
    assert found["lanes"][0]["bars"][0]["duration"] == 0.105


def test_an_empty_run() -> None:
    found = data(html.render(Joined(Report((), ()))))
    assert (found["findings"], found["lanes"], found["seconds"]) == ([], [], 0.0)


# -- In a browser


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if BROWSER is None:
        pytest.skip("no Chromium is installed")
    webdriver = pytest.importorskip("selenium.webdriver")
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", "--window-size=1100,800",
        f"--user-data-dir={tmp_path_factory.mktemp('profile')}",
    ):  # fmt: skip
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture
def page(chromium: Any, joined: Joined, tmp_path: Path) -> Any:
    path = tmp_path / "run.html"
    path.write_text(html.render(joined), "utf-8")
    chromium.get_log("browser"), chromium.get_log("performance")
    chromium.get(path.as_uri())
    return chromium


def all_of(page: Any, selector: str) -> list[Any]:
    return [each for each in page.find_elements("css selector", selector) if each.is_displayed()]


def one(page: Any, selector: str) -> Any:
    (found,) = page.find_elements("css selector", selector)
    return found


def rows(page: Any) -> list[str]:
    return [row.find_element("css selector", "code").text for row in all_of(page, "#findings tr")]


def test_the_table_and_its_filters(page: Any) -> None:
    from selenium.webdriver.support.ui import Select

    assert one(page, "#summary").text == "3 findings · 1 confirmed · 1 never ran · 1 ran, not seen"
    everything = ["a.py:3:5 ASL201", "b.py:7:1 ASL101", "b.py:8:1 ASL201"]
    assert rows(page) == everything
    assert one(page, "#shown").text == "3 of 3 findings"
    verdict, code, words = one(page, "#verdict"), one(page, "#code"), one(page, "#words")
    assert [option.text for option in verdict.find_elements("css selector", "option")] == [
        "all",
        "confirmed",
        "never ran",
        "ran, not seen",
    ]
    Select(verdict).select_by_visible_text("confirmed")
    assert rows(page) == everything[:1]
    Select(verdict).select_by_visible_text("all")
    Select(code).select_by_visible_text("ASL201")
    assert rows(page) == [everything[0], everything[2]]
    words.send_keys("RARE b.py")
    assert rows(page) == everything[2:]
    assert one(page, "#shown").text == "1 of 3 findings"
    words.send_keys(" nothing of the kind")
    assert rows(page) == []


def test_numbers_chains_and_stacks(page: Any) -> None:
    first = all_of(page, "#findings tr")[0]
    assert [cell.text for cell in first.find_elements("css selector", "td.number")] == ["4", "250 ms", "750 ms"]
    way, stack = first.find_elements("css selector", "details")
    way.find_element("css selector", "summary").click()
    assert way.find_element("css selector", "pre").text == "a.py:3 a.f  g()\nb.py:9 b.g  time.sleep(1)"
    stack.find_element("css selector", "summary").send_keys("\n")
    assert stack.find_element("css selector", "pre").text == f"a.py:3 f\n{HOSTILE}:9 g"


def test_the_timeline(page: Any) -> None:
    assert [lane.text for lane in all_of(page, ".lane h3")] == [
        "app.py --serve (7), MainThread: 2 times, 750 ms in all",
        "app.py --serve (7), loop-2: 1 time, 500 ms in all",
    ]
    bars = all_of(page, ".bar")
    assert [bar.get_attribute("aria-label") for bar in bars] == [
        "blocked 250 ms /x/a.py:3",
        "cpu 500 ms /x/a.py:3",
        "starved 500 ms",
    ]
    rail = all_of(page, ".rail")[0].rect
    assert bars[0].rect["width"] == pytest.approx(rail["width"] / 4, abs=2)
    assert bars[1].rect["x"] == pytest.approx(rail["x"] + rail["width"] / 2, abs=2)
    ticks = ["0 s", "100 ms", "200 ms", "300 ms", "400 ms", "500 ms", "600 ms", "700 ms", "800 ms", "900 ms"]
    assert [tick.text for tick in all_of(page, ".axis span")] == ticks
    width = one(page, "#stretch").rect["width"]
    one(page, "#zoom").send_keys("\ue014" * 4)  # to the right
    assert one(page, "#stretch").rect["width"] == pytest.approx(width * 4, abs=4)
    assert [tick.text for tick in all_of(page, ".axis span")][:3] == ["0 s", "50 ms", "100 ms"]
    name = all_of(page, ".lane h3")[0].rect["x"]
    page.execute_script("document.getElementById('lanes').scrollLeft = 500")
    assert all_of(page, ".lane h3")[0].rect["x"] == pytest.approx(name, abs=2)


def test_the_stack_is_shown_on_hover_and_on_focus(page: Any) -> None:
    from selenium.webdriver import ActionChains

    tip = one(page, "#tip")
    assert not tip.is_displayed()
    bars = all_of(page, ".bar")
    one(page, "#zoom").send_keys("\t")
    assert tip.text == "blocked, 250 ms, at 0 s\n/x/a.py:3 f\n/x/b.py:9 g"
    ActionChains(page).send_keys("\t").perform()
    assert tip.text == f"cpu, 500 ms, at 500 ms\n{HOSTILE}\n/x/a.py:3 f"
    ActionChains(page).send_keys("\ue00c").perform()  # Escape
    assert not tip.is_displayed()
    ActionChains(page).move_to_element(bars[2]).perform()
    assert tip.text == "starved, 500 ms, at 500 ms\nno line is to blame"


def test_what_else_the_run_has_shown(page: Any) -> None:
    assert [row.text.replace("\n", " ") for row in all_of(page, "#unforeseen tr")] == [
        f"cpu ASL2 /x/a.py:3 in f {HOSTILE} the stack at worst 3 500 ms 1.25 s",
        "never-awaited /x/a.py:3 in f 1",
    ]
    assert [item.text for item in all_of(page, "#allowed li")] == [
        "time.sleep in * (known): 2 times",
        "x in y (over): expired",
    ]
    assert [item.text for item in all_of(page, "#notes li")] == [
        "/x/old.py has changed since the run: what was seen there is not used.",
        "2 damaged records of 1.jsonl left out",
    ]


def test_nothing_strange_happens(page: Any) -> None:
    assert page.title == "asynclint: what the run has shown"
    assert page.find_elements("css selector", "img") == []
    assert page.get_log("browser") == []
    requests = [
        message["params"]["request"]["url"]
        for entry in page.get_log("performance")
        if (message := json.loads(entry["message"])["message"])["method"] == "Network.requestWillBeSent"
    ]
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []


def test_an_empty_page(chromium: Any, tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text(html.render(Joined(Report((), ()))), "utf-8")
    chromium.get(path.as_uri())
    assert one(chromium, "#summary").text == "0 findings"
    assert not any(one(chromium, part).is_displayed() for part in ("#timeline", "#unforeseen-section", "#notes"))
    assert chromium.get_log("browser") == []
