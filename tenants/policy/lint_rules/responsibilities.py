"""Whether somebody is named for each act that a breach needs, and somebody else beside them."""

from collections.abc import Iterator
from typing import Final

from tenants.policy.duties import Told
from tenants.policy.lint_rules.finding import Finding, Reading, Weight, entry
from tenants.policy.lint_rules.parties import somebody
from tenants.policy.lint_rules.tellings import duties_towards
from tenants.policy.part_words import act_words
from tenants.policy.policy_format import Act, Responsibility

_NEEDED: Final = {
    Act.ASSESS: "Nobody is named who rates a breach, so in a real one nobody begins.",
    Act.DECIDE: "Nobody is named who decides who is told, so in a real breach everybody waits.",
    Act.NOTIFY_REGULATOR: "Nobody is named who tells the regulator, so it is left to chance.",
}


def findings(reading: Reading) -> Iterator[Finding]:
    """Find acts that nobody does, that nobody else can do, or that one person checks alone."""
    yield from _nobody(reading)
    yield from _signs_own_work(reading)
    yield from _stand_ins(reading)


def _responsible(reading: Reading, act: Act) -> list[Responsibility]:
    return [each for each in reading.policy.responsibilities if each.act is act]


def _nobody(reading: Reading) -> Iterator[Finding]:
    duties = duties_towards(reading.policy, Told.REGULATOR, reading.law)
    tells_regulator = any(duty.by for duty in duties)
    for act, reason in _NEEDED.items():
        if _responsible(reading, act) or (act is Act.NOTIFY_REGULATOR and tells_regulator):
            continue
        who, party = somebody(reading)
        shown = entry("responsibilities", act=str(act), by=[who])
        mend = f"Name who does it.\n{shown}{party}"
        name = f"nobody-{str(act).replace('_', '-')}"
        yield Finding(name, "responsibilities", reason, mend, Weight.FAULT)


def _signs_own_work(reading: Reading) -> Iterator[Finding]:
    assessors = {name for each in _responsible(reading, Act.ASSESS) for name in each.by}
    for each in _responsible(reading, Act.SIGN_OFF):
        both = [name for name in each.by if name in assessors]
        if both:
            who = reading.policy.party(both[0])
            reason = f"“{who}” rates a breach and also signs it off, so nobody else looks at it."
            other, party = somebody(reading, assessors)
            shown = entry("responsibilities", act="sign_off", by=[other])
            mend = f"Let somebody else sign off.\n{shown}{party}"
            place = "responsibilities.sign_off.by"
            yield Finding("signs-own-work", place, reason, mend, Weight.ADVICE)


def _stand_ins(reading: Reading) -> Iterator[Finding]:
    alone = [
        each
        for act in _NEEDED
        for each in _responsible(reading, act)
        if len(each.by) == 1 and not each.instead
    ]
    if not alone:
        return
    acts = " or ".join(act_words(str(each.act)) for each in alone)
    who = reading.policy.party(alone[0].by[0])
    reason = f"Nobody stands in for {acts} when “{who}” is away or caused the breach."
    shown, made = [], ""
    for each in alone:
        other, party = somebody(reading, each.by)
        shown.append(
            entry("responsibilities", act=str(each.act), by=list(each.by), instead=[other])
        )
        made = made or party
    mend = "Name who stands in.\n" + "\n\n".join(shown) + made
    place = f"responsibilities.{alone[0].act}"
    yield Finding("nobody-stands-in", place, reason, mend, Weight.ADVICE)
