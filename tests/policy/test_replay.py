"""A register replayed under another policy: what differs, counted both ways, at little cost."""

import json
import time
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from tenants.policy import BreachFacts, Policy, assess, law, policy_from, scotton
from tenants.policy.conclusion import conclude
from tenants.policy.replay import Replay, replay
from tests.policy.situations import told

DUTIES = [duty.sentence for duty in scotton().obligations]
SMALL, TWENTY, FORTY, CROWD = (f"mistake {count}" for count in (1, 20, 40, 2000))


def register(*situations: str) -> list[tuple[str, BreachFacts]]:
    return [(f"2026-{n:03}", told(each)) for n, each in enumerate(situations, start=1)]


def amended(changes: Mapping[str, Any], policy: Policy | None = None) -> Policy:
    return policy_from({**(policy or scotton()).document, **changes})


def council_line(line: Any) -> Policy:
    return amended({"thresholds": {"full_council": line}})


def replayed(new: Policy, *situations: str) -> Replay:
    return replay(scotton(), new, register(*situations))


def test_only_the_breaches_that_differ_are_kept_with_what_differs() -> None:
    found = replayed(council_line(4), SMALL, FORTY, CROWD)
    (breach,) = found.replayed
    assert found.total == 3
    assert breach.reference == "2026-002"
    assert [each.what for each in breach.becomes] == [
        "tell_full_council",
        "obligations.policy-full-council",
    ]
    assert breach.becomes[0].sentence == "The full council would not hear of it."


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (3, 2, "2 breaches would have gone to the full council and did not."),
        (2, 3, "2 breaches went to the full council and would not have."),
        (3, 4, "1 breach went to the full council and would not have."),
    ],
)
def test_both_directions_are_counted_in_words(old: int, new: int, sentence: str) -> None:
    breaches = register(SMALL, TWENTY, TWENTY, FORTY)
    found = replay(council_line(old), council_line(new), breaches)
    assert found.sentences[0] == sentence


def test_what_matters_most_is_said_first_and_the_rest_is_counted_last() -> None:
    new = amended(
        {
            "thresholds": {"full_council": 2, "people": {"rating": 2}, "regulator": {"rating": 3}},
            "obligations": [
                {
                    "id": "tell-insurer",
                    "to_whom": "insurer",
                    "applies": 5,
                    "due": "at once",
                    "sentence": "Tell the insurer.",
                }
            ],
        }
    )
    assert replayed(new, SMALL, TWENTY, FORTY, CROWD).sentences == (
        "The regulator would have been told of 1 breach and was not.",
        "The people would have been told of 3 breaches and were not.",
        "1 breach would have gone to the full council and did not.",
        "4 breaches would have come without a duty: " + DUTIES[0],
        "4 breaches would have come without a duty: " + DUTIES[2],
        "1 breach would have come without a duty: " + DUTIES[3],
        "1 breach would have come with a duty more: Tell the insurer.",
    )


def test_a_rating_is_called_higher_or_lower_only_on_the_same_ladder() -> None:
    axes = [json.loads(json.dumps(axis)) for axis in scotton().document["axes"]]
    last = axes[1]["rows"][-1]
    last["rating"] = 3
    stricter = amended({"axes": axes})
    found = replay(scotton(), stricter, register(SMALL, FORTY))
    assert found.sentences == (
        "1 breach would have gone to the full council and did not.",
        "1 breach would have been rated higher.",
        "2 breaches would have been rated higher on “Good name”.",
    )
    back = replay(stricter, scotton(), register(SMALL, FORTY))
    assert "1 breach would have been rated lower." in back.sentences
    named = [{**rung, "name": f"Level {rung['value']}"} for rung in scotton().document["scale"]]
    renamed = replayed(amended({"scale": named}), SMALL)
    assert renamed.sentences[0] == ("1 breach would have been rated otherwise, on another ladder.")
    (breach,) = renamed.replayed
    assert breach.becomes[-1].sentence == "The overall rating would be Level 1, not 1."


def test_a_policy_that_rates_nothing_is_replayed_both_ways() -> None:
    bare = policy_from({"id": "bare", "title": "Bare", "version": "1"})
    to_bare, from_bare = replayed(bare, FORTY), replay(bare, scotton(), register(FORTY))
    assert "1 breach would not have been rated." in to_bare.sentences
    assert "1 breach would have been rated and had no such rating." in from_bare.sentences
    assert "There would be no overall rating." in _said(to_bare)
    assert "The overall rating would be 3." in _said(from_bare)
    assert "“Good name” would not be rated any more." in _said(to_bare)
    assert "“Good name” would be rated as well, 1." in _said(from_bare)


def test_nothing_differs_under_the_same_policy_or_in_an_empty_register() -> None:
    assert replayed(scotton(), SMALL, FORTY) == Replay(
        2, (), ("2 breaches would have come out the same.",)
    )
    assert replayed(scotton(), SMALL).sentences == ("1 breach would have come out the same.",)
    assert replayed(scotton()).sentences == ("There is no breach to look at again.",)


def test_what_a_replay_says_is_what_both_policies_conclude() -> None:
    new = amended({"thresholds": {"full_council": "regulator", "people": 4}})
    breaches = register(
        *(
            f"{name} {count}"
            for name in ("mistake", "online", "stolen", "outage")
            for count in (1, 15, 300)
        )
    )
    found = {each.reference: each for each in replay(scotton(), new, breaches).replayed}
    for reference, facts in breaches:
        now = conclude(scotton(), facts.values(), law())
        then = conclude(new, facts.values(), law())
        said = (
            {each.what: (each.before, each.after) for each in found[reference].becomes}
            if reference in found
            else {}
        )
        for what in ("overall", "tell_people", "notify_regulator", "tell_full_council"):
            pair = getattr(now, what), getattr(then, what)
            assert said.get(what, (pair[0], pair[0])) == pair
    assert 0 < len(found) < len(breaches)


def test_the_json_holds_only_plain_values() -> None:
    plain = replayed(council_line(4), SMALL, FORTY).as_json()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["total"] == 2
    assert plain["different"] == 1
    (breach,) = plain["replayed"]
    assert breach["becomes"][0] == {
        "what": "tell_full_council",
        "from": True,
        "to": False,
        "sentence": "The full council would not hear of it.",
    }


def test_a_replay_costs_about_as_much_as_so_many_assessments() -> None:
    """A thousand of each here, the best of three turns; `make bench` gives the figures."""
    new = council_line(4)
    breaches = register(*(f"mistake {count % 60}" for count in range(1000)))
    spent: dict[str, float] = {}
    for _ in range(3):
        _keep(spent, "replay", lambda: replay(scotton(), new, breaches))
        _keep(spent, "assess", lambda: [assess(scotton(), facts) for _, facts in breaches])
    assert spent["replay"] < spent["assess"] * 1.5


def _keep(spent: dict[str, float], name: str, run: Any) -> None:
    start = time.perf_counter()
    run()
    spent[name] = min(spent.get(name, float("inf")), time.perf_counter() - start)


def _said(found: Replay) -> Iterable[str]:
    return [each.sentence for breach in found.replayed for each in breach.becomes]
