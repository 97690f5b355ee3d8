"""``asynclint run``: the program runs as it would by itself, and its verdicts come after."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

RUN = [sys.executable, "-m", "asynclint", "run", "--isolated", "--python", sys.executable, "--"]
QUIET = "No findings in"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    return tmp_path


def both(
    *command: str, given: str | None = None
) -> tuple[subprocess.CompletedProcess[str], subprocess.CompletedProcess[str]]:
    """The program by itself and under asynclint."""
    alone = subprocess.run([sys.executable, *command], capture_output=True, text=True, input=given, check=False)
    watched = subprocess.run([*RUN, *command], capture_output=True, text=True, input=given, check=False)
    return alone, watched


ASKS = """\
import json, os, sys
print(json.dumps({
    "argv": sys.argv, "path": [each for each in sys.path if "bootstrap" not in each], "name": __name__, "file": __file__,
    "given": sys.stdin.read(), "cwd": os.getcwd(), "isatty": sys.stdout.isatty(), "flags": list(sys.flags)[:5],
    "main": sys.modules["__main__"].__file__, "asyncio": "asyncio" in sys.modules,
}))
print("to stderr", file=sys.stderr)
sys.exit(7)
"""


@pytest.mark.parametrize("command", [["sub/app.py", "-x", "--help", "a b"], ["-m", "sub.app", "--", "-q"]])
def test_the_program_sees_what_it_would_see(folder: Path, command: list[str]) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "app.py").write_text(ASKS)
    alone, watched = both(*command, given="some\ninput")
    assert alone.returncode == watched.returncode == 7
    assert json.loads(watched.stdout) == json.loads(alone.stdout)
    assert watched.stderr.startswith("to stderr\n" + QUIET)


def test_a_console_script(folder: Path) -> None:
    script = folder / "tool"
    script.write_text(f"#!{sys.executable}\nimport sys\nprint(sys.argv)\nsys.exit(3)\n")
    script.chmod(0o755)
    done = subprocess.run([*RUN, "./tool", "-v"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "['./tool', '-v']\n")


def test_an_uncaught_error(folder: Path) -> None:
    (folder / "app.py").write_text("def f():\n    raise ValueError('no')\n\nf()\n")
    alone, watched = both("app.py")
    assert alone.returncode == watched.returncode == 1
    assert watched.stderr.startswith(alone.stderr)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGABRT])
def test_death_by_a_signal(folder: Path, number: int) -> None:
    (folder / "app.py").write_text(f"import os\nos.kill(os.getpid(), {int(number)})\n")
    done = subprocess.run([*RUN, "app.py"], capture_output=True, check=False)
    assert done.returncode == 128 + number


WAITS = """\
import asyncio, signal

async def main():
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    print("ready", flush=True)
    await stopped.wait()
    print("stopped", flush=True)

asyncio.run(main())
raise SystemExit(5)
"""


def test_a_signal_reaches_the_program(folder: Path) -> None:
    (folder / "app.py").write_text(WAITS)
    with subprocess.Popen([*RUN, "app.py"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert (out, process.returncode) == ("stopped\n", 5)
    assert QUIET in err


INTERRUPTED = """\
import sys, time

try:
    print(sys.stdin.isatty(), sys.stdout.isatty(), flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    print("once", flush=True)
time.sleep(0.2)
sys.exit(9)
"""


def test_an_interrupt_that_a_process_sends_reaches_the_program_once(folder: Path) -> None:
    (folder / "app.py").write_text(
        "import sys, time\n"
        "try:\n    print('ready', flush=True)\n    time.sleep(60)\n"
        "except KeyboardInterrupt:\n    print('once', flush=True)\ntime.sleep(0.2)\nsys.exit(9)\n"
    )
    with subprocess.Popen([*RUN, "app.py"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (out, process.returncode) == ("once\n", 9)
    assert QUIET in err
    assert "Traceback" not in err


@pytest.mark.parametrize("ignored", [signal.SIGHUP, signal.SIGINT, signal.SIGTERM])
def test_what_is_ignored_stays_so(folder: Path, ignored: signal.Signals) -> None:
    """As ``nohup`` and the shell's ``&`` want it."""
    (folder / "app.py").write_text(
        "import signal\nfor each in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):\n    print(signal.getsignal(each))\n"
    )
    outputs = []
    for command in ([sys.executable, "app.py"], [*RUN, "app.py"]):
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=True,
            preexec_fn=lambda: signal.signal(ignored, signal.SIG_IGN),
        )
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]
    assert "1\n" in outputs[0] or "SIG_IGN" in outputs[0]


def test_ctrl_c_in_a_terminal(folder: Path) -> None:
    """The program gets it once, deals with it, and the report still comes."""
    (folder / "app.py").write_text(INTERRUPTED)
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [*RUN, "app.py"])
    out = b""
    while b"True True" not in out:
        out += os.read(terminal, 1000)
    os.write(terminal, b"\x03")
    while True:
        try:
            more = os.read(terminal, 1000)
        except OSError:
            break
        if not more:
            break
        out += more
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 9
    assert out.count(b"once") == 1
    assert QUIET.encode() in out
    assert b"Traceback" not in out


CHILDREN = """\
import asyncio, multiprocessing, os, subprocess, sys, threading, time

async def pause():
    time.sleep(0.3)

def loop():
    asyncio.run(pause())

if __name__ == "__main__":
    if sys.argv[1:] == ["child"]:
        loop()
    else:
        subprocess.run([sys.executable, __file__, "child"], check=True)
        for way in ("spawn", "fork"):
            process = multiprocessing.get_context(way).Process(target=loop)
            process.start()
            process.join()
        thread = threading.Thread(target=loop)
        thread.start()
        thread.join()
"""


def test_children_and_threads(folder: Path) -> None:
    (folder / "app.py").write_text(CHILDREN)
    done = subprocess.run([*RUN[:-1], "--format", "json", "--", "app.py"], capture_output=True, text=True, check=False)
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["line"], finding["runtime"]["verdict"], finding["runtime"]["count"]) == (4, "confirmed", 4)


def test_the_evidence_is_kept_and_joined_later(folder: Path) -> None:
    (folder / "app.py").write_text(
        "import asyncio, time\n\nasync def main():\n    time.sleep(0.3)\n\nasyncio.run(main())\n"
    )
    keeping = [*RUN[:-1], "--out", "kept/here", "--fail-on", "error", "--"]
    done = subprocess.run([*keeping, "app.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "[error, confirmed 1 time, " in done.stderr
    later = subprocess.run(
        [sys.executable, "-m", "asynclint", "--isolated", "--evidence", "kept/here", "--only-confirmed"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "app.py:4:5 ASL201 blocking-sleep [error, confirmed 1 time, " in later.stdout


def test_without_fail_on_the_status_is_the_programs(folder: Path) -> None:
    (folder / "app.py").write_text(
        "import asyncio, time\n\nasync def main():\n    time.sleep(0.3)\n\nasyncio.run(main())\n"
    )
    done = subprocess.run([*RUN, "app.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "confirmed 1 time" in done.stderr


BLOCKS = "import asyncio, time\n\nasync def main():\n    time.sleep(0.3)\n\nasyncio.run(main())\n"


def test_it_can_be_switched_off_from_outside(folder: Path) -> None:
    (folder / "app.py").write_text(BLOCKS)
    env = {**os.environ, "ASYNCLINT_OFF": "1"}
    done = subprocess.run([*RUN, "app.py"], capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0
    assert done.stderr.startswith(
        "ASYNCLINT_OFF is set: nothing is watched\napp.py:4:5 ASL201 blocking-sleep [error, file never"
    )


def test_what_the_baseline_knows_is_not_told(folder: Path) -> None:
    (folder / "app.py").write_text(BLOCKS)
    (folder / "asynclint.toml").write_text("baseline = 'known.json'")
    asynclint = [sys.executable, "-m", "asynclint"]
    subprocess.run([*asynclint, "baseline", "write", "-q"], check=True)
    run = [*asynclint, "run", "--fail-on", "error", "--", "app.py"]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "ASL201" not in done.stderr
    assert "1 finding known from known.json" in done.stderr
    (folder / "known.json").unlink()
    (folder / "app.py").write_text("print('is run')")
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "known.json: there is no such baseline; `asynclint baseline write` makes one\n" in done.stderr


def test_the_settings_say_what_is_linted(folder: Path) -> None:
    for name in ("app.py", "other.py"):
        (folder / name).write_text(BLOCKS)
    (folder / "asynclint.toml").write_text("src = ['app.py']")
    run = [sys.executable, "-m", "asynclint", "run", "--format", "json"]
    paths = []
    for options in ([], ["--src", "other.py"]):
        done = subprocess.run([*run, *options, "--", "app.py"], capture_output=True, text=True, check=False)
        paths.append([(each["path"], each["runtime"]["verdict"]) for each in json.loads(done.stdout)["findings"]])
    assert paths == [[("app.py", "confirmed")], [("other.py", "file never imported")]]


@pytest.mark.parametrize("form", ["text", "flake8"])
def test_outputs(folder: Path, form: str) -> None:
    (folder / "app.py").write_text(BLOCKS)
    outputs = ["--output", "json:a.json", "--output", "text:a.txt", "--output", "github:a.log", "--html", "a.html"]
    command = [*RUN[:-1], "--format", form, *outputs, "--", "app.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    told = (folder / "a.txt").read_text()
    assert "app.py:4:5 ASL201 blocking-sleep [error, confirmed 1 time, " in told
    if form == "text":
        assert (done.stdout, done.stderr) == ("", told)
    else:
        assert done.stdout.startswith("app.py:4:5: ASL201 ")
        assert done.stderr == ""
    assert json.loads((folder / "a.json").read_text())["run"]["unforeseen"] == []
    assert "%0Ain a run: confirmed 1 time, 0." in (folder / "a.log").read_text()
    assert "<html" in (folder / "a.html").read_text()


def test_an_output_that_fails(folder: Path) -> None:
    (folder / "app.py").write_text("import shutil\nshutil.rmtree('out')\n")
    (folder / "out").mkdir()
    outputs = ["--html", "out/a.html", "--output", "text:out/a.txt", "--output", "json:a.json"]
    done = subprocess.run([*RUN[:-1], *outputs, "--", "app.py"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Error: out/a.html: no such file or directory\nError: out/a.txt: no such file or directory\nNo findings in 1 file.\n"
    )
    assert json.loads((folder / "a.json").read_text())["findings"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--"], "Error: Missing argument 'COMMAND...'."),
        (["--", "no-such-command"], "Error: no-such-command: no such file or directory"),
        (["--threshold", "soon", "--", "x"], "Error: Invalid value for '--threshold': 'soon' is no duration like 100ms or 0.5s"),
        (["--threshold", "0", "--", "x"], "Error: Invalid value for '--threshold': '0' is no duration like 100ms or 0.5s"),
        (["--src", "gone", "--", "app.py"], "Error: Invalid value for '--src': Path 'gone' does not exist."),
        (["--out", "app.py", "--", "app.py"], "Error: Invalid value for '--out': Directory 'app.py' is a file."),
        (["--out", "app.py/x", "--", "app.py"], "Error: app.py/x: not a directory"),
        (["--html", "no/page.html", "--", "app.py"], "Error: Invalid value for '--html': there is no folder 'no'"),
        (["--html", "app.py/page.html", "--", "app.py"], "Error: Invalid value for '--html': 'app.py/page.html' cannot be written"),
        (["--output", "json:no/x", "--", "app.py"], "Error: Invalid value for '--output': there is no folder 'no'"),
        (["--trace", ".", "--", "app.py"], "Error: Invalid value for '--trace': File '.' is a directory."),
    ],
)  # fmt: skip
def test_bad_use(folder: Path, arguments: list[str], message: str) -> None:
    (folder / "app.py").write_text("")
    done = subprocess.run([*RUN[:-1], *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == message
    assert "Traceback" not in done.stderr


def test_a_script_that_is_missing_is_pythons_to_tell(folder: Path) -> None:
    alone, watched = both("gone.py")
    assert alone.returncode == watched.returncode == 2
    assert watched.stderr.startswith(alone.stderr)


def test_what_is_killed_leaves_its_evidence(folder: Path) -> None:
    (folder / "app.py").write_text(
        "import asyncio, time\n\nasync def main():\n    print('in', flush=True)\n    time.sleep(60)\n\nasyncio.run(main())\n"
    )
    with subprocess.Popen([*RUN, "app.py"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(1)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGKILL
    assert "app.py:5:5 ASL201 blocking-sleep [error, confirmed 1 time" in err
