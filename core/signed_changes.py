"""What a signing program may add to a PDF: a signature and its widget. Anything else that a reader would show is a change.

Works on the readers that core.signatures opens: compares what the original says with what the signed file says.
"""

CATALOG_MAY_DIFFER = {"/AcroForm", "/Extensions", "/Perms", "/DSS", "/Version", "/Metadata"}
FORM_MAY_HOLD = {"/Type", "/Fields", "/SigFlags", "/DR", "/DA"}
DEPTH = 20


def only_a_signature_added(ours, theirs) -> bool:
    """`theirs` continues `ours`, and shows the same pages with at most the mark of a signature on them."""
    last = ours.xrefs.total_revisions - 1
    if not _continues(ours.xrefs, theirs.xrefs, last):
        return False
    old = theirs.get_historical_resolver(last)
    root = old.trailer_view.raw_get("/Root").reference
    if theirs.trailer.raw_get("/Root").reference != root or "/Encrypt" in theirs.trailer:
        return False
    pages, about = set(_pages(old.root.raw_get("/Pages"), old)), _about(old)
    for ref in _overridden(theirs, last):
        if ref == root:
            good = _same(old.root, theirs.root, CATALOG_MAY_DIFFER)
        elif ref in pages:
            good = _page_holds(old(ref), ref.get_object())
        else:
            good = ref in about
        if not good:
            return False
    return _form_holds(_of(theirs.root, "/AcroForm", {}))


def _of(holder, key: str, otherwise):
    """The value behind the key, fetched from wherever it is kept; `get` would hand out the mere reference."""
    return holder[key] if key in holder else otherwise  # noqa: SIM401


def _continues(ours, theirs, last: int) -> bool:
    """Not another document behind our bytes: the chain of tables leads back to ours."""
    further = theirs.total_revisions > last + 1
    return further and theirs.get_startxref_for_revision(last) == ours.get_startxref_for_revision(last)


def _overridden(reader, last: int) -> set:
    """Objects of the original that a later revision gives another value, or takes away."""
    found = set()
    for revision in range(last + 1, reader.xrefs.total_revisions):
        later = reader.get_historical_resolver(revision)
        found |= set(later.explicit_refs_in_revision()) | set(later.refs_freed_in_revision())
    return {ref for ref in found if reader.xrefs.get_historical_ref(ref, last) is not None}


def _about(old) -> set:
    """Objects that tell about the document and show nothing on a page."""
    held = [
        holder.raw_get(key) for holder, key in ((old.root, "/Metadata"), (old.trailer_view, "/Info")) if key in holder
    ]
    return {one.reference for one in held if hasattr(one, "reference")}


def _pages(link, old, depth: int = 0):
    node = old(link.reference)
    if "/Kids" not in node:
        yield link.reference
        return
    for kid in node["/Kids"] if depth < DEPTH else ():
        yield from _pages(kid, old, depth + 1)


def _same(before, after, may_differ: set[str]) -> bool:
    kept = (before.keys() | after.keys()) - may_differ
    return all(key in before and key in after and before.raw_get(key) == after.raw_get(key) for key in kept)


def _page_holds(before, after) -> bool:
    """The same page; of the marks on it, the old ones are there and the new ones are signatures."""
    if not _same(before, after, {"/Annots"}):
        return False
    old, new = list(_of(before, "/Annots", ())), list(_of(after, "/Annots", ()))
    return new[: len(old)] == old and all(_is_signature(mark) for mark in new[len(old) :])


def _is_signature(mark) -> bool:
    widget = mark.get_object()
    field = widget if "/FT" in widget else _of(widget, "/Parent", {})
    return (
        widget.get("/Subtype", "/Widget") == "/Widget"
        and field.get("/FT") == "/Sig"
        and not {"/A", "/AA"} & widget.keys()
    )


def _form_holds(form) -> bool:
    return form.keys() <= FORM_MAY_HOLD and all(_is_signature(field) for field in _of(form, "/Fields", ()))
