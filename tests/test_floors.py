"""The floors of the house hold: imports go down, the two rooms of floor 3 are strangers, floors 0–2 do no I/O and ask no clock."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "mailbot"

FLOORS = {
    "config": 0,
    "mail": 1, "bank": 1,
    "desk": 2, "render": 2,
    "store": 3, "transport": 3, "faults": 3,
    "cli": 4, "serve": 4, "importing": 4, "pipeline": 4, "deciding": 4, "due": 4, "payments": 4, "bank_folder": 4, "scheduler": 4, "testing": 4, "worker": 4, "courier": 4, "crew": 4, "preload": 4, "clock": 4,
    "assembly": 4, "mailboxes": 4, "dovecot": 4, "reception": 4, "explaining": 4, "demo": 4, "invitations": 4, "agents_manual": 4, "__main__": 4, "__init__": 0,
}  # fmt: skip
IO_LIBRARIES = {
    "sqlmodel", "sqlalchemy", "aiosmtpd", "imapclient", "apscheduler", "smtplib", "socket", "sqlite3", "random", "secrets",
    "subprocess", "multiprocessing", "psycopg", "time",
}  # fmt: skip
LOADERS = {"config/load.py", "config/rules.py", "config/secrets.py", "config/paths.py", "config/shipped.py", "render/load.py", "render/words.py"}
CLOCK_CALLS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("datetime", "today")}
CLOCKS = {name for _, name in CLOCK_CALLS}


def modules():
    return sorted(HOUSE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imported(nodes: Sequence[ast.AST]):
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module, {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            yield from ((alias.name, set()) for alias in node.names)


def rooms_imported(nodes: Sequence[ast.AST]):
    for module, names in imported(nodes):
        parts = module.split(".")
        if parts[0] == "mailbot":
            yield from [parts[1]] if len(parts) > 1 else names


@pytest.mark.parametrize("own", sorted({room(path) for path in modules()}))
def test_imports_go_down_and_the_lower_floors_are_pure(own):
    assert own in FLOORS, f"{own} has no floor: say in tests/test_floors.py where it lives"
    assert [problem for path in modules() if room(path) == own for problem in problems(path, own)] == []


def problems(path: Path, own: str) -> Iterator[str]:
    """What is wrong with a file, as a sentence each."""
    nodes, name = tuple(ast.walk(ast.parse(path.read_text()))), str(path.relative_to(HOUSE))
    for other in rooms_imported(nodes):
        if other in FLOORS and other not in (own, "__init__"):
            if FLOORS[other] > FLOORS[own]:
                yield f"{name} (floor {FLOORS[own]}) imports {other} (floor {FLOORS[other]})"
            if {own, other} == {"store", "transport"}:
                yield f"{name} imports {other}: they are strangers"
    if FLOORS[own] > 2:
        return
    for heavy in {module.split(".")[0] for module, _ in imported(nodes)} & IO_LIBRARIES:
        yield f"{name} (floor {FLOORS[own]}) imports {heavy}"
    if name not in LOADERS:
        yield from (f"{name}: {call}: only loaders open files" for call in opens(nodes))
    yield from (f"{name}: {call}: now is an argument" for call in asks_clock(nodes))


def opens(nodes: Sequence[ast.AST]) -> list[str]:
    names = {"read_text", "read_bytes", "write_text", "write_bytes"}
    calls = [n.func for n in nodes if isinstance(n, ast.Call)]
    return [ast.unparse(f) for f in calls if (isinstance(f, ast.Name) and f.id == "open") or (isinstance(f, ast.Attribute) and f.attr in names)]


def asks_clock(nodes: Sequence[ast.AST]) -> list[str]:
    attributes = [n for n in nodes if isinstance(n, ast.Attribute)]
    called = {id(n.func) for n in nodes if isinstance(n, ast.Call)}
    clock = [ast.unparse(a) for a in attributes if id(a) in called and a.attr in CLOCKS and (ast.unparse(a.value).split(".")[-1], a.attr) in CLOCK_CALLS]
    environ = [ast.unparse(a) for a in attributes if a.attr == "environ" and ast.unparse(a) == "os.environ"]
    return clock + environ


def test_every_room_named_here_exists():
    """A floor for a room that is gone would hide the next one of that name."""
    there = {room(path) for path in modules()}
    assert {"config", "mail", "desk", "render", "store", "transport", "cli", "pipeline"} <= there


def test_the_corridor_stays_one_screen():
    assert len((HOUSE / "pipeline.py").read_text().splitlines()) <= 60


def test_every_fault_point_is_registered_and_used():
    """A point that nobody passes proves nothing; one that is not registered is never swept."""
    from mailbot.faults import POINTS

    texts = [text for path in modules() if "faults.point" in (text := path.read_text())]
    used = {
        node.args[0].value
        for text in texts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "faults.point"
    }
    assert used == set(POINTS)
