"""What stands in the file: one page, its own policy, and text that stays text."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest

from fingerpost.engine import LoadedRulebook, load, loads
from fingerpost.visualize.html.page import Picture, page

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&amp;\u2028\u2029]]>"
"""Everything that ends a script, begins a tag, or ends a line in a script."""

VOID = {"meta", "link", "input", "img", "br"}


class Parsed(HTMLParser):
    """The tags with their attributes, and the text of each element that is styled or run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[tuple[str, dict[str, str | None], str]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.blocks.append((tag, dict(attrs), ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("script", "style"):
            tag, attrs, text = self.blocks[-1]
            self.blocks[-1] = (tag, attrs, text + data)
        else:
            self.words.append(data)

    @property
    def data(self) -> Any:
        (text,) = (text for _, attrs, text in self.blocks if attrs.get("id") == "data")
        return json.loads(text)

    def attribute(self, tag: str, name: str) -> Iterator[str | None]:
        return (attrs[name] for one, attrs in self.tags if one == tag and name in attrs)


@pytest.fixture(scope="module")
def text(hear_back: LoadedRulebook, pictures: list[Picture]) -> str:
    return page(hear_back, pictures, ["Proven."])


def hostile() -> LoadedRulebook:
    """A rulebook that says bad things wherever it may say anything."""
    bad = json.dumps(HOSTILE)
    return loads(
        f"""\
rulebook: bad
title: {bad}
version: "1"
about: {bad}
source: {bad}
facts:
  a: {{type: choice, question: {bad}, label: {bad}, hint: {bad}, options: {{x: {bad}, y: why}}}}
  proto: {{type: whole number, question: {bad}}}
  constructor: {{type: yes/no, question: "{{{{not a slot}}}} and <b>bold</b>?"}}
placeholders:
  name: {{label: {bad}, example: {bad}}}
advice:
  one:
    title: {bad}
    do: {bad}
    message: {{subject: {bad}, body: {json.dumps(HOSTILE + " {name} {a}")}}}
  two: {{title: <i>two</i>}}
decisions:
  d:
    title: {bad}
    hit policy: first
    rules:
      - {{id: r, when: {{a: x}}, then: one, because: {bad}, cites: {bad}}}
      - {{id: toString, when: {{constructor: yes, proto: at least 3}}, then: two}}
    otherwise: two
"""
    )  # fmt: skip


def test_it_is_one_page_in_english_with_a_title(text: str) -> None:
    parsed = Parsed(text)
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert parsed.open == []
    assert "<title>No word since your interview?</title>" in text
    assert "JavaScript" in "".join(parsed.words)
    assert [tag for tag, _ in parsed.tags].count("main") == 1


def test_it_is_small(text: str, hear_back: LoadedRulebook) -> None:
    assert len(text.encode()) < 150_000
    assert len(page(hear_back, [], []).encode()) < 80_000  # 70 kB are left for the drawings


def test_it_asks_nobody_for_anything(text: str) -> None:
    parsed = Parsed(text)
    names = (
        "src",
        "href",
        "srcset",
        "action",
        "data",
        "poster",
        "ping",
        "xlink:href",
        "formaction",
    )
    for tag, attrs in parsed.tags:
        for name in names:
            assert attrs.get(name) is None or (attrs[name] or "").startswith(("#", "data:,")), tag
    for _, attrs, content in parsed.blocks:
        if attrs.get("id") != "data":
            for word in (
                "http:",
                "https:",
                "@import",
                "url(",
                "fetch(",
                "XMLHttp",
                "eval(",
                "innerHTML",
            ):
                assert word not in content


def test_nothing_is_styled_or_run_inline(text: str) -> None:
    for _, attrs in Parsed(text).tags:
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]


def test_the_policy_allows_the_scripts_and_styles_by_their_hashes_and_nothing_else(
    text: str,
) -> None:
    parsed = Parsed(text)
    (policy,) = (
        attrs["content"] or ""
        for tag, attrs in parsed.tags
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    )
    said = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert {name: value for name, value in said.items() if "sha256" not in value} == {
        "default-src": "'none'",
        "img-src": "data:",
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for tag, attrs, content in parsed.blocks:
        if attrs.get("type") != "application/json":
            digest = b64encode(sha256(content.encode()).digest()).decode()
            hashes[tag].append(f"'sha256-{digest}'")
    assert said["script-src"].split() == hashes["script"]
    assert said["style-src"].split() == hashes["style"]
    assert text.index("Content-Security-Policy") < text.index("<style")


def test_bad_words_stay_words() -> None:
    text = page(hostile(), [], [HOSTILE])
    parsed, plain = Parsed(text), Parsed(page(load("hear-back"), [], [""]))
    assert sorted(tag for tag, _ in parsed.tags) == sorted(tag for tag, _ in plain.tags)
    assert [tag for tag, _, _ in parsed.blocks] == [tag for tag, _, _ in plain.blocks]
    assert not list(parsed.attribute("img", "src"))
    data = parsed.data
    assert data["facts"][0]["question"] == HOSTILE
    assert data["facts"][0]["options"][0] == ["x", HOSTILE]
    assert data["advice"][0]["title"] == HOSTILE
    assert data["decisions"][0]["rules"][0]["because"] == HOSTILE
    assert HOSTILE in parsed.words
    raw = re.search(r'<script id="data" type="application/json">(.*?)</script>', text, re.S)
    assert raw is not None
    assert not set("<>&\u2028\u2029") & set(raw[1])


def test_half_letters_do_not_spoil_the_file() -> None:
    rulebook = load("hear-back")
    text = page(rulebook, [], ["half a letter: \ud83d"])
    assert "half a letter: \ufffd" in text
    assert text.encode("utf-8")


def test_the_footer_says_what_it_is(text: str, hear_back: LoadedRulebook) -> None:
    end = text[text.index("<footer>") :]
    for words in (hear_back.title, "version 1.0.0", hear_back.fingerprint, "Proven."):
        assert words in end


def test_the_same_rulebook_gives_the_same_bytes(text: str, pictures: list[Picture]) -> None:
    again = load("hear-back")
    again.advise({"impression": "cold"})  # whatever was asked before
    assert page(again, pictures, ["Proven."]) == text


def test_drawings_lose_what_only_a_file_of_their_own_has(
    hear_back: LoadedRulebook, pictures: list[Picture]
) -> None:
    one = pictures[0]
    svg = one.svg.replace(
        ">",
        ' role="img" aria-labelledby="t d">\n<title id="t">T &amp; U</title>\n<desc id="d">D</desc>',
        1,
    )
    whole = Picture(one.decision, one.stage, f'<?xml version="1.0"?>\n{svg}\n', one.alt)
    text = page(hear_back, [whole], [])
    assert '<title id="t">' not in text
    assert "<?xml" not in text
    assert text.count('role="img"') == 1
    assert page(hear_back, [one], []) == text
