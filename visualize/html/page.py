"""One HTML file with everything in it: it asks nobody for anything, and works from a memory stick.

What a rulebook says can become neither markup nor script. The few texts that stand in the markup are
escaped; all others are JSON, in a block that browsers do not run, and `page.js` sets them as text. The
policy in the head allows the file's own script and styles by their hashes and nothing else.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from importlib.resources import files

from ...engine import LoadedRulebook
from ...engine.diagrams.stages import Stage
from ...engine.evaluate import Case
from .data import Json, data

SCRIPTS = (
    "walk.js",
    "say.js",
    "dom.js",
    "theme.js",
    "question.js",
    "drafts.js",
    "charts.js",
    "page.js",
)
"""In an order in which each comes after those it uses."""

DARK = "screen and (prefers-color-scheme: dark)"
"""When the dark style holds; the page's switch sets another query in its place."""

HERE = __name__.rpartition(".")[0]
_OF_A_FILE = re.compile(
    r'\s*<title id="\w+">[^<]*</title>|\s*<desc id="\w+">[^<]*</desc>'
    r'|(?<=") role="img" aria-labelledby="[\w ]+"'
)
_UNSAFE = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Picture:
    """The drawing of one decision.

    In `svg` every step of part p is `<g class="step" data-part="p" data-step="n">`, the first one of a
    part with `data-root=""`, and every arrow `<g class="way" data-part="p" data-from="n" data-arrow="k">`.
    A step that is drawn several times says which one it is by `data-place`; its ways then have
    `data-from-place` and `data-to-place`. Shapes and texts have the classes `box`, `line`, `head`,
    `words`, `label` and `note`. `alt` says in a sentence what the drawing shows.
    """

    decision: str
    stage: Stage
    svg: str
    alt: str


def page(
    rulebook: LoadedRulebook,
    pictures: Sequence[Picture],
    footer: Sequence[str],
    case: Case | None = None,
) -> str:
    """The page of a rulebook: the interview, the advice, what-if and its flowcharts.

    `footer` are lines to stand at its end, such as what was proven of the flowcharts; with
    a case the page begins with its facts answered. Raises RulebookError when a decision has too many
    cases to be looked through.
    """
    style, dark = _resource("page.css"), _resource("dark.css")
    script = "\n".join(map(_resource, SCRIPTS))
    parts = (
        _head(rulebook, script, style, dark),
        "<body>",
        _top(rulebook),
        '<main id="main">',
        _INTERVIEW,
        _charts(rulebook, pictures),
        "</main>",
        _footer(rulebook, footer),
        '<div id="live" class="unseen" role="status" aria-live="polite"></div>',
        f'<script id="data" type="application/json">{_json(_data(rulebook, pictures, case or {}))}</script>',
        f"<script>{script}</script>",
        "</body>",
        "</html>",
        "",
    )
    return _writable("\n".join(parts))


def _resource(name: str) -> str:
    """A file of this folder without its comments and indentation: a page is mailed around."""
    text = files(HERE).joinpath(name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*")))


def _data(rulebook: LoadedRulebook, pictures: Iterable[Picture], case: Case) -> Json:
    return data(rulebook, [picture.stage for picture in pictures], case)


def _json(content: Json) -> str:
    """JSON in which no tag can begin or end."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_UNSAFE)


def _writable(text: str) -> str:
    """The text without half letters, which no file can have."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# -- the head ----------------------------------------------------------------------------------


def _head(rulebook: LoadedRulebook, script: str, style: str, dark: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(script, style, dark)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{escape(rulebook.title)}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
<style id="dark" media="{DARK}">{dark}</style>
</head>"""


def _policy(script: str, *styles: str) -> str:
    allowed = " ".join(_hash(style) for style in styles)
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {allowed}; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


# -- what stands still -------------------------------------------------------------------------


def _top(rulebook: LoadedRulebook) -> str:
    about = rulebook.definition.about
    lead = f'\n<p class="lead">{escape(about)}</p>' if about else ""
    return f"""<a class="skip" href="#ask">Skip to the question</a>
<header>
<button id="theme" class="quiet" type="button" aria-pressed="false" hidden>Dark colours</button>
<h1>{escape(rulebook.title)}</h1>{lead}
</header>"""


_INTERVIEW = """<noscript>
<p class="notice">The questions on this page need JavaScript, which is switched off here. You can still
read the flowcharts below from top to bottom.</p>
</noscript>
<div id="columns" hidden>
<section id="interview" aria-labelledby="ask">
<h2 id="ask" tabindex="-1">Where do things stand?</h2>
<div id="question"></div>
<p class="aside">Your answers stay with you: this page sends nothing anywhere, and forgets everything
when you close it.</p>
</section>
<section id="results" aria-labelledby="results-title">
<h2 id="results-title" tabindex="-1">Your next steps</h2>
<div id="change"></div>
<div id="outcomes"></div>
</section>
<section id="given" aria-labelledby="given-title" hidden>
<h2 id="given-title">Your answers</h2>
<p class="aside">Change any of them at any time, and see what difference it makes.</p>
<ol id="answers"></ol>
<p class="row"><button id="again" class="quiet" type="button">Start again</button></p>
</section>
</div>"""


def _charts(rulebook: LoadedRulebook, pictures: Sequence[Picture]) -> str:
    if not pictures:
        return ""
    figures = "\n".join(
        _figure(number, rulebook.definition.decisions[picture.decision].title, picture)
        for number, picture in enumerate(pictures)
    )
    return f"""<section id="charts" aria-labelledby="charts-title">
<h2 id="charts-title">The whole way at a glance</h2>
<p id="legend" class="aside" hidden>The thick line is your way so far, and the dashed frame is the question
where it stops for now.</p>
{figures}
</section>"""


def _figure(number: int, title: str, picture: Picture) -> str:
    return f"""<figure class="chart" aria-labelledby="chart-{number}">
<h3 id="chart-{number}">{escape(title)}</h3>
<div class="scroll" tabindex="0" role="group" aria-labelledby="chart-{number}">
<div class="drawing" role="img" aria-label="{escape(picture.alt)}">{_inline(picture.svg)}</div>
</div>
</figure>"""


def _inline(svg: str) -> str:
    """The drawing without what only a file of its own has: a declaration before its first tag, and a
    title and a description with ids, in place of which the page says what it shows."""
    found = re.search(r"<svg\b", svg)
    whole = svg[found.start() :].rstrip() if found else ""
    return _OF_A_FILE.sub("", whole)


def _footer(rulebook: LoadedRulebook, lines: Sequence[str]) -> str:
    source = rulebook.definition.source_title
    told = [
        f"{rulebook.title}, version {rulebook.version}",
        *([f"After {source}"] if source else []),
        *lines,
    ]
    paragraphs = "\n".join(f"<p>{escape(line)}</p>" for line in told)
    return f"""<footer>
{paragraphs}
<p>Fingerprint <code>{escape(rulebook.fingerprint)}</code></p>
</footer>"""
