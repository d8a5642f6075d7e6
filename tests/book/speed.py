"""How soon each page can be read, and its cells be run in it: `make speed` writes book/speed.csv.

The time to the largest contentful paint, which browsers take for the moment at
which a page can be read, in milliseconds: the median of five visits, each of
a browser that has seen nothing of the site, from this machine. Then, in
seconds, the time from the first press of Run in the last cell to its output,
with Python to be loaded and all cells above it to be run. What a cell shows
there must be what was printed.
"""

import csv
import sys
import time
from pathlib import Path
from statistics import median

from reader import reader, run_all_cells
from served import open_browser, serve
from source import EVERY

TABLE = Path(__file__).parents[2] / "book" / "speed.csv"
VISITS = 5
# what is not the same in a browser's Python, and why
ELSEWHERE = {
    ("losses", 4): "it has no signals for an overflow, so NumPy does not warn",
    ("networks", 11): "where training diverges, the last digit of a sum decides",
    ("networks", 12): "the same",
    ("transforms", 16): "its memory is counted by another Python",
}
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


def live_seconds(browser, site, name):
    context = reader(browser, site)
    page = context.new_page()
    page.goto(f"{site}{name}.html")
    begun = time.perf_counter()
    different = []
    if page.locator(".cell-open").count():
        different = [
            said
            for number, said in run_all_cells(page)
            if (name, number) not in ELSEWHERE
        ]
    seconds = time.perf_counter() - begun
    context.close()
    if different:
        sys.exit("\n".join([f"{name}, run in its page:", *different]))
    return seconds


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
            live = live_seconds(browser, site, page)
            table.writerow([page, round(median(visits), -1), round(live)])


if __name__ == "__main__":
    main(sys.argv[1])
