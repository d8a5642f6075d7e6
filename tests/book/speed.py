"""How soon each page can be read: `make speed` writes book/speed.csv.

The time to the largest contentful paint, which browsers take for the moment at
which a page can be read, in milliseconds: the median of five visits, each of
a browser that has seen nothing of the site, from this machine.
"""

import csv
import sys
from pathlib import Path
from statistics import median

from served import open_browser, serve
from source import EVERY

TABLE = Path(__file__).parents[2] / "book" / "speed.csv"
VISITS = 5
PAINTED = """() => new Promise((tell) => new PerformanceObserver((list) =>
  tell(list.getEntries().at(-1).startTime)).observe(
    {type: "largest-contentful-paint", buffered: true}))"""


def milliseconds(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    painted = page.evaluate(PAINTED)
    context.close()
    return painted


def main(folder):
    with (
        open_browser() as browser,
        serve(folder) as site,
        TABLE.open("w", newline="") as file,
    ):
        table = csv.writer(file, lineterminator="\n")
        for page in EVERY:
            visits = (
                milliseconds(browser, f"{site}{page}.html")
                for _ in range(VISITS)
            )
            table.writerow([page, round(median(visits), -1)])


if __name__ == "__main__":
    main(sys.argv[1])
