"""The forms of a practice: which story, whether people know, and what it showed."""

from tenants.breaches.drills import LESSONS_LIMIT
from tenants.breaches.scenarios import SCENARIOS
from webapp.forms import Form, LongTextField, RadioField, Required


class StartForm(Form):
    """Which story is practised, and whether people know that a practice is coming."""

    scenario = RadioField(
        "What is it about?",
        [(story.id.value, story.title) for story in SCENARIOS.values()],
        hints={story.id.value: story.story for story in SCENARIOS.values()},
        validators=[Required("Choose what the practice is about")],
    )
    notice = RadioField(
        "Do people know that a practice is coming?",
        [("yes", "Yes, I have told them"), ("no", "No, it comes without warning")],
        hint="Either way, every page and every letter says that it is practice.",
        validators=[Required("Say whether people know that a practice is coming")],
    )


class LessonsForm(Form):
    """What the practice showed, in words."""

    lessons = LongTextField(
        "What did it show?",
        hint=(
            "Who answered and who did not? What will you change: an address, a deputy, a telephone"
            " number? If all went well, say so."
        ),
        limit=LESSONS_LIMIT,
        validators=[Required("Say what the practice showed, or that all went well")],
    )
