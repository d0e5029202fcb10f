"""What pictures are shown to: a real browser, one for each worker, kept off the network, and Mermaid.

Both are installed where that is possible; where it is not, their tests are skipped with a clear word.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent.parent
CACHE = ROOT / ".cache"
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def alone(name: str) -> Iterator[None]:
    """One worker at a time, where the system can lock files."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as file:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        except ImportError:
            pass
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with alone("chromium"):
        if not CHROMIUM.exists() and not _installed():
            pytest.skip(
                "no /usr/bin/chromium, and no right to install it: apt-get install chromium"
            )
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=list(ARGUMENTS), headless=True
        )
        yield started
        started.close()


def _installed() -> bool:
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            ["apt-get", "--quiet", *command], env=environment, capture_output=True, check=False
        )
        if done.returncode:
            return False
    return CHROMIUM.exists()


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    """An empty page in a context of its own."""
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def mermaid_script() -> Path:
    """Mermaid itself, as a script for the browser."""
    script = CACHE / "mermaid" / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
    with alone("mermaid"):
        npm = shutil.which("npm")
        if not script.exists() and npm:
            script.parents[3].mkdir(exist_ok=True)
            subprocess.run(
                [npm, "install", "--no-audit", "--no-fund", "--silent", "mermaid@11"],
                cwd=script.parents[3],
                capture_output=True,
                check=False,
            )
    if not script.exists():
        pytest.skip("Mermaid could not be installed: npm install mermaid@11")
    return script
