"""The register: every breach of one council, filtered and paged, without anybody's description."""

from typing import Any

from flask import render_template, request, url_for

from tenants.access import Permission
from tenants.breaches.rating import rated_as
from tenants.breaches.register import PAGE_SIZE, RegisterPage, list_breaches
from tenants.policies import policy_in_force
from webapp.access import requires
from webapp.breaches import breaches, filtering, holders, wording
from webapp.scope import scope


@breaches.get("/councils/<council>/breaches")
@requires(Permission.SEE_REGISTER)
def register(council: str) -> Any:
    """List the council's breaches, the latest report first, fifty to a page."""
    wanted = filtering.read_filters(request.args)
    found = list_breaches(scope.session, wanted.filters, page=wanted.page, member=scope.member)
    first = (found.number - 1) * PAGE_SIZE + 1
    return render_template(
        "breaches/register.html",
        wanted=wanted,
        found=found,
        shelves=[
            (
                words,
                url_for(".register", council=council, **wanted.address_arguments_on(shelf)),
                shelf,
            )
            for shelf, words in filtering.SHELVES.items()
        ],
        choices=_choices(wanted, found),
        rated_as=rated_as(scope.session, [line.breach for line in found.lines]),
        showing=(first, first + len(found.lines) - 1),
        pagination=_pagination(council, wanted, found.number, found.pages),
        who_has_it=holders.who_has_it,
        cause_words=wording.cause_words,
        is_apart=wording.is_apart,
        natures=wording.NATURES,
        risks=wording.RISKS,
    )


def _choices(wanted: filtering.Wanted, found: RegisterPage) -> dict[str, list[dict[str, Any]]]:
    """Return the items of the three drop-down lists, with what was chosen marked.

    What was chosen is offered also where the register has no such year or rating.
    """
    filters = wanted.filters
    years = sorted(_with(found.years, filters.year), reverse=True)
    ratings = sorted(_with(found.ratings, filters.rated_at_least))
    words = _words_of(ratings)
    return {
        "state": _items(
            "Any state", [(s.value, wording.STATES[s]) for s in wanted.states], filters.state
        ),
        "year": _items("Any year", [(year, year) for year in years], filters.year),
        "rated": _items(
            "Any rating",
            [
                (rating, word if rating == ratings[-1] else f"{word} or more")
                for rating, word in zip(ratings, words, strict=True)
            ],
            filters.rated_at_least,
        ),
    }


def _words_of(ratings: list[int]) -> list[str]:
    """Return what the policy in force calls these ratings; their numbers, where it has no names."""
    if not ratings:
        return []
    _, policy = policy_in_force(scope.session)
    return [policy.word(rating) for rating in ratings]


def _with(offered: tuple[int, ...], chosen: int | None) -> set[int]:
    return {*offered, *(() if chosen is None else (chosen,))}


def _items(nothing: str, offered: list[tuple[Any, Any]], chosen: Any) -> list[dict[str, Any]]:
    return [
        {"value": "", "text": nothing},
        *(
            {"value": str(value), "text": str(words), "selected": value == chosen}
            for value, words in offered
        ),
    ]


def _pagination(council: str, wanted: filtering.Wanted, here: int, pages: int) -> dict[str, Any]:
    """Return what the pagination component is to be told; nothing where one page holds all."""
    if pages < 2:
        return {}

    def address(page: int) -> str:
        arguments = wanted.address_arguments()
        return url_for(".register", council=council, **arguments, page=page)

    shown = sorted({1, pages, *range(max(1, here - 2), min(pages, here + 2) + 1)})
    items: list[dict[str, Any]] = []
    for before, page in zip([0, *shown], shown, strict=False):
        if page > before + 1:
            items.append({"ellipsis": True})
        items.append({"number": page, "href": address(page), "current": page == here})
    return {
        "items": items,
        "landmarkLabel": "Pages of the register",
        **({"previous": {"href": address(here - 1)}} if here > 1 else {}),
        **({"next": {"href": address(here + 1)}} if here < pages else {}),
    }
