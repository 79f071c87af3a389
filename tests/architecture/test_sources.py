"""What every source file keeps to, read from the files themselves."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
LONGEST, LONGEST_TEST = 300, 400
TRACKED = subprocess.run(
    ["/usr/bin/env", "git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
).stdout.split()
SOURCES = [ROOT / name for name in TRACKED if (ROOT / name).exists()]
PRODUCT = [path for path in SOURCES if path.relative_to(ROOT).parts[0] != "tests"]
TESTS = [path for path in SOURCES if path.relative_to(ROOT).parts[0] == "tests"]
PACKAGES = [path for path in PRODUCT if path.name == "__init__.py"]
HERE = Path(__file__)
# Written so that this file does not hold what it looks for.
SKIPS = re.compile(r"\b(pytest\.)?(mark\.)?(skip|skipif|xfail|importorskip)\(|mark\.(skip|xfail)\b")
SILENCED = re.compile(r"#\s*noqa(?!: ?[A-Z])|#\s*noqa:.*\b(C901|PLR09\d\d|PLR1702)\b")
NUMBERED = re.compile(r"(utils?|helpers?|common|misc|new|old|\w+_?v?\d+)\.py")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines_of(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_there_is_something_to_read() -> None:
    assert len(PRODUCT) > 50
    assert len(TESTS) > 20


def test_modules_are_short() -> None:
    too_long = {name_of(p): lines_of(p) for p in PRODUCT if lines_of(p) > LONGEST}
    assert too_long == {}, "Split them by noun (rule 5)"


def test_test_modules_are_short() -> None:
    too_long = {name_of(p): lines_of(p) for p in TESTS if lines_of(p) > LONGEST_TEST}
    assert too_long == {}, "Split them by what they prove (rule 5)"


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    skipped = [name_of(p) for p in TESTS if p != HERE and SKIPS.search(p.read_text())]
    assert skipped == [], "A missing server is a failure (rule 27)"


def test_no_complexity_is_silenced() -> None:
    silenced = [name_of(p) for p in SOURCES if p != HERE and SILENCED.search(p.read_text())]
    assert silenced == [], "Split it by noun (rule 5)"


def test_every_silenced_rule_is_named_with_its_reason() -> None:
    bare = [
        f"{name_of(path)}: {line.strip()}"
        for path in SOURCES
        if path != HERE
        for line in path.read_text().splitlines()
        if re.search(r"#\s*type:\s*ignore(?!\[)", line)
    ]
    assert bare == [], "Name the error and say why (rule 13)"


def test_no_test_sleeps() -> None:
    sleeping = [
        name_of(path)
        for path in TESTS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Expr) and re.match(r"(time\.)?sleep\(", ast.unparse(node))
    ]
    assert sleeping == [], "Wait for what must happen (rule 27)"


def test_files_are_named_for_a_noun() -> None:
    assert [name_of(p) for p in PRODUCT if NUMBERED.fullmatch(p.name)] == []


@pytest.mark.parametrize("path", PACKAGES, ids=[name_of(path) for path in PACKAGES])
def test_a_package_says_what_it_is_for(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text()))

    assert docstring is not None
    assert len(docstring) > 40


def test_services_ask_no_clock_and_commit_nothing() -> None:
    asks = re.compile(
        r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time|session\.commit)\("
    )
    allowed = {"tenants/clock.py", "tenants/people/signing_in.py"}
    found = {
        name_of(path)
        for path in PRODUCT
        if name_of(path).startswith("tenants/")
        and not name_of(path).startswith(("tenants/demonstration/", "tenants/console"))
        and asks.search(path.read_text())
    }
    assert found <= allowed, "`now` is handed in; the caller commits (rule 6)"


def test_a_test_is_named_as_a_claim() -> None:
    short = [
        f"{name_of(path)}: {node.name}"
        for path in TESTS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and node.name.count("_") < 3
    ]
    assert short == [], "Say what is claimed (rule 23)"
