"""Which views open without signing in. Sign-in is the default; ``@public`` is the exception."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Mark a view as open to everybody (tests list every such view)."""
    view.is_public = True  # type: ignore[attr-defined]
    return view
