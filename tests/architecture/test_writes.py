from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import Module, dotted, modules

WRITERS = {"actions", "bulk"}
QUERYSET_WRITES = {
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
INSTANCE_WRITES = {"save", "delete"}
QUERYSET_STEPS = {"objects", "filter", "exclude", "all", "select_for_update", "_base_manager"}
SQL_WRITE = re.compile(r"^\s*(INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|COPY\s)")

# Each exception with its reason; a file that needs none is taken off.
ALLOWED = {
    "palier/domain/audit/moves.py": "move() is the one assignment of a state",
    "palier/domain/accounts/sessions/store.py": "the session engine's own row, as the library's",
    "palier/foundation/background.py": "the queue's own table, in the caller's transaction",
    "palier/jobs/queue.py": "the queue's own table, for an operator",
    "palier/jobs/schedule.py": "the queue's own table",
    "palier/jobs/worker.py": "the queue's own table",
    "palier/exchange/staging/": "a delivery's own workbench; the rooms' tables are written by bulk",
    "palier/foundation/sets.py": "the statements that bulk is made of",
    "palier/domain/documents/intake/airlock/": "images and PDF, not rows",
}


def writes_of(module: Module) -> Iterator[ast.AST]:
    # A delivery is prepared on a workbench, a database file of its own.
    bench_arguments = {
        id(argument)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and dotted(node).startswith("bench.")
        for argument in node.args
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            method, receiver = node.func.attr, dotted(node.func.value)
            steps = set(receiver.split("."))
            on_rows = method in QUERYSET_WRITES and steps & QUERYSET_STEPS
            on_one = method in INSTANCE_WRITES and not receiver.startswith(
                ("form", "cache", "super")
            )
            on_storage = "storage" in receiver
            if (on_rows or on_one) and not on_storage:
                yield node
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            on_the_bench = id(node) in bench_arguments
            if not on_the_bench and SQL_WRITE.match(node.value):
                yield node


def test_only_actions_and_bulk_write() -> None:
    strays = [
        module.at(node)
        for module in modules()
        if not WRITERS & set(module.parts) and not module.path.startswith(tuple(ALLOWED))
        for node in writes_of(module)
    ]
    assert not strays, "a write belongs in an action:\n" + "\n".join(strays)


def test_every_exception_is_still_needed() -> None:
    writers = [module.path for module in modules() if any(writes_of(module))]
    idle = [place for place in ALLOWED if not any(path.startswith(place) for path in writers)]
    assert not idle


def test_every_action_is_told_everything_by_name() -> None:
    """Public functions of actions are keyword-only: an amount is never mistaken for a key."""
    positional = [
        f"{module.at(node)} {node.name}"
        for module in modules()
        if "actions" in module.parts and module.is_in("palier/domain")
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and "transaction.atomic" in {dotted(decorator) for decorator in node.decorator_list}
        and (node.args.args or node.args.posonlyargs)
    ]
    assert not positional
