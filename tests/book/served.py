"""A site on a port of this machine, and the browser of a reader: for tests and for `make speed`."""

import contextlib
import os
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

CI = os.environ.get("CI") == "true"
# the first needs a quarter less of the processor, as it never had a window
BROWSERS = (
    *("chromium-headless-shell", "chromium"),
    *("chromium-browser", "google-chrome"),
)


def lacking(what):
    """Skip, but not where everything has to be there."""
    (pytest.fail if CI else pytest.skip)(what)


class Handler(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@contextlib.contextmanager
def serve(folder):
    """Serve a folder on a free port of this machine; give its address."""
    handler = partial(Handler, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        serve = partial(server.serve_forever, poll_interval=0.02)
        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextlib.contextmanager
def open_browser():
    """A browser that reaches this machine and no other."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        lacking(f"no browser: none of {', '.join(BROWSERS)} found")
    from playwright.sync_api import sync_playwright

    nowhere = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", nowhere],
        )
        yield browser
        browser.close()
