"""What axe-core finds to mend on a page (WCAG 2.2 AA), and whether it fits a telephone."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path("node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
RUN = """async () => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values:
    ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}});
  return found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(' | '));
}"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults_of(page: Page) -> list[str]:
    """Return what is to be mended on the page as it stands, also at 320 px."""
    page.evaluate(AXE)
    faults: list[str] = page.evaluate(RUN)
    page.set_viewport_size({"width": 320, "height": 640})
    wider = page.evaluate(TOO_WIDE)
    page.set_viewport_size({"width": 1280, "height": 900})
    if wider > 0:
        faults.append(f"{wider} px wider than a screen of 320 px")
    return faults
