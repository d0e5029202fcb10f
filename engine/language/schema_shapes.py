"""The building blocks of the JSON Schema: shapes of what a YAML parser may give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Schema = dict[str, object]
Shapes = list[Schema]  # the branches of an `anyOf`
Words = Mapping[str, str]  # each word and what it means

# Ids as the loader has them, but with every character beyond ASCII: the regular expressions of
# editors do not agree with Python's on what a letter is.
_ID = r"^[^\x00-@\[-`{-\x7f][^\x00-,./:-@\[-^`{-\x7f]*$"
_YAML_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null"})


def described(title: str, description: str) -> Schema:
    """A title and a description, which editors show."""
    return {"title": title, "description": description or title}


def any_of(title: str, description: str, shapes: Shapes) -> Schema:
    """One of several shapes."""
    return {**described(title, description), "anyOf": shapes}


def text(title: str, description: str) -> Schema:
    """A text, described."""
    return any_of(title, description, scalar())


def short(title: str, description: str, parts: Schema, needed: str) -> Schema:
    """Just a text, or its parts."""
    shapes = [closed(title, description, parts, [needed]), *scalar()]
    return any_of(title, description, shapes)


def test(title: str, description: str, phrases: Words, options: Iterable[str]) -> Schema:
    """A test: one of the likely phrases, any other, or a list of them."""
    free = [*([enum(phrases)] if phrases else []), *scalar()]
    null = [nothing("")] if any(one.lower() == "null" for one in options) else []
    return any_of(title, description, [*some(free), *null])


def ref(name: str) -> Schema:
    """A shape that is defined once for the whole schema."""
    return {"$ref": f"#/definitions/{name}"}


def scalar() -> Shapes:
    """Any text that is not empty, in whatever form a YAML parser gives it."""
    some_text: Schema = {"type": ["string", "number"], "pattern": r"\S"}
    return [{**some_text, "patternErrorMessage": "Write a text."}, beyond("string", "number")]


def name() -> Shapes:
    """An id."""
    about = "A letter, then letters, digits, `_` or `-`."
    text: Schema = {"type": "string", "pattern": _ID, "patternErrorMessage": about}
    return [text, beyond("string", "number")]


def number() -> Shapes:
    """A number, as such or as a text."""
    return [{"type": "number"}, {"type": "string", "pattern": r"^\s*[^\sA-Za-z]"}]


def beyond(*types: str) -> Schema:
    """None of these types and no collection: a YAML parser may have made a truth or a day of it."""
    # `properties` is no test here: yaml-language-server tells branches apart by it when it explains.
    return {"not": {"type": ["object", "array", "null", *types]}, "properties": {}}


def nothing(also: str = "") -> Schema:
    """Nothing at all: null, or an empty text."""
    pattern = rf"^\s*({also}~|null|Null|NULL)?\s*$"
    return {"not": {"type": ["object", "array", "number", "boolean"]}, "pattern": pattern}


def enum(words: Words) -> Schema:
    """Certain words, each with what it means."""
    return {"enum": list(words), "enumDescriptions": list(words.values())}


def words(known: Words, *patterns: str) -> Shapes:
    """Certain words: as they are, with space around them, or as YAML misreads them."""
    if not known:
        return []
    pattern = "|".join((*map(spelled, known), *patterns))
    spaced: Schema = {"type": "string", "pattern": rf"^\s*({pattern})\s*$"}
    return [enum(known), spaced, *([beyond("string")] if misread(known) else [])]


def spelled(word: str) -> str:
    """A word as a regular expression."""
    return word.replace(".", r"\.").replace("+", r"\+").replace(" ", r"\s+")


def misread(names: Iterable[str]) -> bool:
    """Whether YAML may take one of the names for something other than a text."""
    return any(name.lower() in _YAML_WORDS or name[0].isdigit() for name in names)


def some(shapes: Shapes, least: int = 1) -> Shapes:
    """One of the shapes, or a list of them."""
    return [*shapes, {"type": "array", "minItems": least, "items": {"anyOf": shapes}}]


def mapping(title: str, description: str, keys: Schema, rest: object) -> Schema:
    """A mapping, or nothing at all."""
    shape: Schema = {"type": ["object", "null", "string"], "pattern": nothing()["pattern"]}
    about = "Write `name: …` lines, indented below it."
    keys = {"properties": keys, "additionalProperties": rest}
    return {**described(title, description), **shape, "patternErrorMessage": about, **keys}


def named(title: str, description: str, part: str, reserved: Iterable[str]) -> Schema:
    """A mapping from ids to one kind of thing."""
    about = "A letter, then letters, digits, `_` or `-`."
    names: Schema = {"pattern": _ID, "patternErrorMessage": about}
    names |= {"not": {"enum": sorted(reserved)}} if reserved else {}
    return {**mapping(title, description, {}, ref(part)), "propertyNames": names}


def closed(
    title: str, description: str, keys: Schema, needed: Iterable[str], also: Iterable[Schema] = ()
) -> Schema:
    """A mapping with these keys and no others."""
    rest: Schema = {"additionalProperties": False, "required": list(needed)}
    rest |= {"allOf": list(also)} if also else {}
    return {**described(title, description), "type": "object", "properties": keys, **rest}


def if_word(
    key: str, words: Iterable[str], then: Schema, otherwise: Schema | None = None
) -> Schema:
    """What must hold when one of the words stands at a key, and what when not."""
    pattern = rf"^\s*({'|'.join(map(spelled, words))})\s*$"
    test: Schema = {"required": [key], "properties": {key: {"pattern": pattern}}}
    return {"if": test, "then": then, **({"else": otherwise} if otherwise else {})}


def without(key: str) -> Schema:
    """A mapping in which a key must not be."""
    return {"properties": {key: False}}
