"""What is true of every HTML page, whoever sees it. Each check says what to mend."""

import itertools
from collections import Counter
from collections.abc import Callable
from typing import Any

from justhtml import JustHTML

_LABELLED = ("input", "select", "textarea")
_NEEDS_NO_LABEL = {"hidden", "submit", "button", "image", "reset"}


def check_page(html: str, foreign_marks: tuple[str, ...] = ()) -> None:
    """Raise `AssertionError` for the first thing that no page of this service may have."""
    page = JustHTML(html, collect_errors=True, sanitize=False)
    assert not page.errors, f"The HTML is not valid: {page.errors}"
    for check in _CHECKS:
        check(page)
    for mark in foreign_marks:
        assert mark not in html, f"The page shows {mark!r}, which belongs to another council."


def _one_heading_echoed_in_the_title(page: JustHTML) -> None:
    headings = [_words(node) for node in page.query("h1")]
    titles = [_words(node) for node in page.query("head title")]
    assert len(headings) == 1, f"A page has one h1; this one has {headings}."
    assert len(titles) == 1, f"A page has one title; this one has {titles}."
    title = titles[0].removeprefix("Error: ").removeprefix("PRACTICE: ")
    assert title.startswith(headings[0]), f"The title {title!r} must begin with {headings[0]!r}."
    assert title.endswith("Breach register"), f"The title {title!r} must end with the service."
    has_summary = bool(page.query(".govuk-error-summary"))
    assert has_summary == titles[0].startswith("Error: "), (
        "The title begins with “Error: ” exactly when the page has an error summary."
    )


def _ids_are_used_once(page: JustHTML) -> None:
    counts = Counter(_attribute(node, "id") for node in page.query("[id]"))
    twice = [name for name, count in counts.items() if count > 1]
    assert not twice, f"These ids stand on more than one element: {twice}."


def _every_control_has_a_label(page: JustHTML) -> None:
    labelled = {_attribute(node, "for") for node in page.query("label[for]")}
    for kind in _LABELLED:
        for control in page.query(kind):
            if _attribute(control, "type") in _NEEDS_NO_LABEL:
                continue
            has_label = _attribute(control, "id") in labelled or "aria-label" in control.attrs
            assert has_label, f"A control has no label: {_attribute(control, 'name')!r}."


def _references_lead_somewhere(page: JustHTML) -> None:
    ids = {_attribute(node, "id") for node in page.query("[id]")}
    for link in page.query("a[href]"):
        target = _attribute(link, "href")
        if target.startswith("#") and len(target) > 1:
            assert target[1:] in ids, f"The link {target!r} leads to no element of this page."
    for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for node in page.query(f"[{attribute}]"):
            for name in _attribute(node, attribute).split():
                assert name in ids, f"{attribute}={name!r} names no element of this page."


def _every_fault_is_beside_its_field(page: JustHTML) -> None:
    for link in page.query(".govuk-error-summary__list a"):
        target = _attribute(link, "href").removeprefix("#")
        if target != "send":
            assert page.query(f'[id="{target}-error"]'), f"{target!r} shows no error of its own."


def _nothing_is_inline(page: JustHTML) -> None:
    for script in page.query("script"):
        assert "src" in script.attrs, "The content security policy forbids inline scripts."
    assert not page.query("style"), "The content security policy forbids inline styles."
    assert not page.query("[style]"), "The content security policy forbids style attributes."
    for node in page.query("*"):
        handlers = [name for name in node.attrs if name.startswith("on")]
        assert not handlers, f"Inline event handlers are forbidden: {handlers}."


def _every_posted_form_has_its_token(page: JustHTML) -> None:
    for form in page.query("form"):
        if _attribute(form, "method").lower() == "post":
            assert form.query('input[name="csrf_token"]'), "A posted form carries no csrf_token."


def _headings_leave_no_level_out(page: JustHTML) -> None:
    levels = [int(str(node.name)[1]) for node in page.query("h1, h2, h3, h4, h5, h6")]
    body = levels[levels.index(1) :]
    for above, below in itertools.pairwise(body):
        assert below <= above + 1, f"An h{above} is followed by an h{below}: a level is left out."


_CHECKS: tuple[Callable[[JustHTML], None], ...] = (
    _one_heading_echoed_in_the_title,
    _ids_are_used_once,
    _every_control_has_a_label,
    _references_lead_somewhere,
    _every_fault_is_beside_its_field,
    _nothing_is_inline,
    _every_posted_form_has_its_token,
    _headings_leave_no_level_out,
)


def _attribute(node: Any, name: str) -> str:
    return str(node.attrs.get(name) or "")


def _words(node: Any) -> str:
    return " ".join(str(node.to_text()).split())
