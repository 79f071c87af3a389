"""What GOV.UK Notify's refusals mean, and what to do about each."""

_NEW_KEY = "Make a new key of the type “Live” in Notify, and enter it on this page."
_WHY = {
    "refused 400": "GOV.UK Notify did not accept the message. Check that the template ID is right,"
    " that the template holds ((body)), and that the key is of the type “Live”.",
    "refused 401": f"GOV.UK Notify does not know the key. {_NEW_KEY}",
    "refused 403": "GOV.UK Notify did not accept the key. Somebody may have revoked it, or"
    f" Notify suspended the service. {_NEW_KEY}",
    "refused 404": "GOV.UK Notify did not find the template. Copy its ID again.",
    "refused 429": "GOV.UK Notify takes no more for now: a limit was reached. Try again later, or"
    " tomorrow.",
    "address not accepted": "GOV.UK Notify sends no texts to this number. Check it.",
    "key not readable": "The key can no longer be read, because this service was given a new"
    " secret of its own. Enter the key again.",
}
_NO_ANSWER = (
    "GOV.UK Notify did not answer. It may have sent the text all the same. Try again in some"
    " minutes."
)


def why(problem: str) -> str:
    """Return what a closed word for a problem means, in a sentence or two."""
    return _WHY.get(problem, _NO_ANSWER)
