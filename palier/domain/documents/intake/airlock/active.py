"""What acts in a PDF.

Certificates of insurers are full of harmless links, fields and signatures; an office scanner
adds bookmarks. What matters is what would act *by itself*, or reach outside the page:

    refused      a script or an address that starts with the document; a command for the
                 computer; attached files; films and sounds; a form that draws itself (XFA)
    taken away   what waits for a click inside a form (scripts of fields, sending, printing),
                 links to anything but web, mail and telephone; the data an invoice carries
                 for accounting programs (Factur-X); a form whose pages are already drawn
    kept         links, bookmarks, text, and the look of fields and signatures (made part
                 of the page)
"""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from palier.domain.documents.intake.airlock.refused import Refused

MOST_VISITS = 400_000
_LINKS = ("http://", "https://", "mailto:", "tel:")
_MEDIA = frozenset({"/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"})
_DATA = (".xml", ".json")


def refuse_or_disarm(pdf: Pdf) -> list[str]:
    """Refuse what acts by itself, take the rest away; name what was taken.

    Raises:
        Refused: ``script``, ``command``, ``attachments``, ``media``, ``living_form`` or
            ``opens_address``.
    """
    taken: set[str] = set()
    root = pdf.Root
    _refuse_what_starts(root)
    for page in pdf.pages:
        _refuse_acting(page.obj.get(Name.AA))
    _form(root, taken)
    _attachments(root, taken)
    for found in _reachable(root):
        _disarm(found, taken)
    return sorted(taken)


def _refuse_what_starts(root: Object) -> None:
    opening = root.get(Name.OpenAction)
    if isinstance(opening, Dictionary):
        _refuse_action(opening)
    _refuse_acting(root.get(Name.AA))
    names = root.get(Name.Names)
    if isinstance(names, Dictionary) and Name.JavaScript in names:
        if any(True for _leaf in _leaves(names.JavaScript)):
            raise Refused("script")
        del names[Name.JavaScript]


def _refuse_acting(actions: Object | None) -> None:
    if isinstance(actions, Dictionary):
        for action in actions.values():
            if isinstance(action, Dictionary):
                _refuse_action(action)


def _refuse_action(action: Object) -> None:
    """Refuse an action that nobody clicked on, unless it only chooses what is in view."""
    for step in _chain(action):
        what = str(step.get(Name.S, ""))
        if what in ("/JavaScript", "/Rendition"):
            raise Refused("script")
        if what == "/Launch":
            raise Refused("command")
        if what in ("/URI", "/SubmitForm", "/GoToR", "/GoToE", "/ImportData"):
            raise Refused("opens_address")


def _chain(action: Object) -> Iterator[Object]:
    waiting, seen = [action], 0
    while waiting and seen < 100:
        step = waiting.pop()
        seen += 1
        if not isinstance(step, Dictionary):
            continue
        yield step
        following = step.get(Name.Next)
        if isinstance(following, Array):
            waiting.extend(following)
        elif following is not None:
            waiting.append(following)


def _form(root: Object, taken: set[str]) -> None:
    form = root.get(Name.AcroForm)
    if isinstance(form, Dictionary) and Name.XFA in form:
        fields = form.get(Name.Fields)
        drawn = isinstance(fields, Array) and len(fields) > 0
        if not drawn or root.get(Name.NeedsRendering) is True:
            raise Refused("living_form")
        del form[Name.XFA]
        taken.add("form_data")
    if Name.NeedsRendering in root:
        del root[Name.NeedsRendering]


def _attachments(root: Object, taken: set[str]) -> None:
    if Name.Collection in root:
        raise Refused("attachments")
    names = root.get(Name.Names)
    if isinstance(names, Dictionary) and Name.EmbeddedFiles in names:
        for described in _leaves(names.EmbeddedFiles):
            _refuse_unless_data(described)
            taken.add("invoice_data")
        del names[Name.EmbeddedFiles]
    if Name.AF in root:
        associated = root.AF
        for described in associated if isinstance(associated, Array) else [associated]:
            _refuse_unless_data(described)
        del root[Name.AF]


def _refuse_unless_data(described: Object) -> None:
    if not isinstance(described, Dictionary) or Name.EF not in described:
        return
    name = str(described.get(Name.UF) or described.get(Name.F) or "").lower()
    if not name.endswith(_DATA):
        raise Refused("attachments")
    del described[Name.EF]


def _leaves(tree: Object, limit: int = 1_000) -> Iterator[Object]:
    """Walk through the values of a name tree."""
    waiting, seen = [tree], 0
    while waiting and seen < limit:
        node = waiting.pop()
        seen += 1
        if not isinstance(node, Dictionary):
            continue
        pairs = node.get(Name.Names)
        if isinstance(pairs, Array):
            yield from list(pairs)[1::2]
        kids = node.get(Name.Kids)
        if isinstance(kids, Array):
            waiting.extend(kids)


def _reachable(root: Object) -> Iterator[Object]:
    """Walk through all dictionaries that the document reaches, each once."""
    waiting: list[Object] = [root]
    seen: set[tuple[int, int]] = set()
    visits = 0
    while waiting:
        found = waiting.pop()
        visits += 1
        if visits > MOST_VISITS:
            raise Refused("too_complex")
        if found.is_indirect:
            if found.objgen in seen:
                continue
            seen.add(found.objgen)
        if isinstance(found, Array):
            waiting.extend(_containers(found))
        elif isinstance(found, (Dictionary, Stream)):
            yield found
            waiting.extend(_containers(value for _key, value in found.items()))


def _containers(values: object) -> list[Object]:
    return [
        value
        for value in values  # type: ignore[attr-defined]
        if isinstance(value, (Array, Dictionary, Stream))
    ]


def _disarm(found: Object, taken: set[str]) -> None:
    subtype = str(found.get(Name.Subtype, ""))
    if subtype in _MEDIA:
        if subtype == "/Screen" and Name.A not in found and Name.AA not in found:
            return
        raise Refused("media")
    if Name.EF in found:
        _refuse_unless_data(found)
        taken.add("invoice_data")
    if str(found.get(Name.S, "")) == "/Launch":
        raise Refused("command")
    for key in (Name.AA, Name.OpenAction, Name.PA, Name.JS):
        if key in found:
            if key != Name.OpenAction:
                taken.add("scripts")
            del found[key]
    action = found.get(Name.A)
    if isinstance(action, Dictionary) and Name.S in action and not _harmless(action):
        del found[Name.A]
        taken.add("actions")
    if isinstance(found, Stream):
        for key in (Name.F, Name.FFilter, Name.FDecodeParms):
            if key in found:
                del found[key]


def _harmless(action: Object) -> bool:
    what = str(action.S)
    if what == "/Launch":
        raise Refused("command")
    if Name.Next in action:
        for step in _chain(action):
            if str(step.get(Name.S, "")) == "/Launch":
                raise Refused("command")
        del action[Name.Next]
    if what == "/URI":
        return str(action.get(Name.URI, "")).strip().lower().startswith(_LINKS)
    return what == "/GoTo"
