import pytest

from tests.webapp.page_checks import check_page

GOOD = (
    '<!doctype html><html lang="en"><head><title>Home \u2013 Breach register</title></head>'
    "<body><h1>Home</h1>{}</body></html>"
)


def test_a_good_page_passes() -> None:
    check_page(GOOD.format("<p>Nothing waits.</p>"), ("Other Council",))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<p></div>", "not valid"),
        ("<h1>Again</h1>", "one h1"),
        ("<h3>Too deep</h3>", "left out"),
        ("<p id='a'></p><p id='a'></p>", "more than one element"),
        ("<input name='who'>", "no label"),
        ("<a href='#gone'>Go</a>", "leads to no element"),
        ("<p aria-describedby='gone'>Hint</p>", "names no element"),
        ("<script>1</script>", "inline scripts"),
        ("<p style='color: red'>Red</p>", "style attributes"),
        ("<p onclick='1'>Go</p>", "event handlers"),
        ("<form method='post'></form>", "csrf_token"),
        ("<div class='govuk-error-summary'></div>", "Error: "),
        ("<p>Other Council</p>", "another council"),
    ],
)
def test_a_page_at_fault_is_refused_with_what_to_mend(content: str, told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        check_page(GOOD.format(content), ("Other Council",))
