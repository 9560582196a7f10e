from __future__ import annotations

import ast

from tests.architecture.source import Module, dotted, modules

BELOW = ("palier/domain", "palier/foundation", "palier/exchange", "palier/demo", "palier/ui")
CLOCKS = {
    "timezone.now",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "dt.datetime.now",
    "dt.datetime.today",
    "dt.date.today",
    "datetime.datetime.now",
    "datetime.date.today",
    "time.time",
}
# What stands on the door-step: an interface that a library asks to find in the domain, or
# pages that live on a lower floor.
INTERFACES = {
    "palier/domain/accounts/adapter.py": "allauth calls it with the request",
    "palier/domain/accounts/middleware.py": "a guard in front of every view",
    "palier/domain/accounts/stages.py": "the library's steps of a sign-in, called with the request",
    "palier/domain/accounts/sessions/store.py": "Django's session engine, called by its middleware",
    "palier/demo/bank": "pages of the sample's bank",
    "palier/demo/mailbox": "pages of the sample's mailbox",
    "palier/demo/views": "pages of the sample",
    "palier/ui/gallery.py": "pages of the gallery",
    "palier/ui/uploads/views.py": "addresses of the upload field",
    "palier/ui/templatetags": "tags read the request of the page they draw",
}


# These read the clock only when they are not told the instant.
CLOCKS_BY_DEFAULT = {"timezone.localtime", "timezone.localdate"}
CATCH_ALL = {
    "palier/jobs/worker.py": "the job loop: it logs the row and goes on",
    "palier/domain/documents/intake/airlock/child.py": "a process that opens unknown files",
}


def reads_clock(call: ast.Call) -> bool:
    name = dotted(call)
    return name in CLOCKS or (name in CLOCKS_BY_DEFAULT and not call.args)


def ends_by_raising(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def inner_modules() -> list[Module]:
    return [m for m in modules() if m.is_in(*BELOW) and not m.path.startswith(tuple(INTERFACES))]


def test_nothing_below_the_interfaces_reads_a_clock() -> None:
    clocks = [
        f"{module.at(node)} {dotted(node)}"
        for module in inner_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and reads_clock(node)
    ]
    assert not clocks, "pass `now`: " + "\n".join(clocks)


def test_nothing_below_the_interfaces_knows_a_request() -> None:
    requests = [
        module.at(node)
        for module in inner_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.arg) and node.arg == "request"
    ]
    assert not requests


def test_only_a_job_loop_catches_everything() -> None:
    greedy = [
        module.at(node)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or dotted(node.type) in {"Exception", "BaseException"})
        and not ends_by_raising(node)
        and module.path not in CATCH_ALL
    ]
    assert not greedy


def test_rules_know_neither_django_nor_other_files_of_their_room() -> None:
    impure = [
        module.at(node)
        for module in modules()
        if "rules" in module.parts
        for node in ast.walk(module.tree)
        if (
            isinstance(node, ast.ImportFrom)
            and (node.module or "").split(".")[0] == "django"
            and node.module != "django.utils.translation"
        )
        or (isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".models"))
    ]
    assert not impure


def test_only_a_gateway_speaks_to_a_supplier() -> None:
    speakers = [
        module.at(node)
        for module in modules()
        if module.is_in("palier/domain", "palier/portal", "palier/office")
        and "gateway" not in module.parts
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Import) and {a.name.split(".")[0] for a in node.names} & SUPPLIERS)
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in SUPPLIERS)
    ]
    assert not speakers


SUPPLIERS = {"requests", "eopayment", "zeep", "smtplib", "boto3", "httpx"}


def test_every_number_typed_in_a_form_is_bounded() -> None:
    unbounded = [
        module.at(node)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and dotted(node) == "forms.IntegerField"
        and "max_value" not in {keyword.arg for keyword in node.keywords}
    ]
    assert not unbounded, "beyond 64 bits the database refuses: " + "\n".join(unbounded)
