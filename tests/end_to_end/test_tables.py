"""A rulebook with a decision table beside it, from the command line."""

import json

import pytest

from .conftest import Program, refused

RULEBOOK = """\
rulebook: fares
title: What a ticket costs
version: 1.0.0
facts:
  age: {type: whole number, question: How old are you?, range: 0 to 120}
advice: {free: {title: Free}, full: {title: The full fare}}
decisions:
  tariff:
    hit policy: first
    rules: table
    otherwise: full
  hint:
    hit policy: collect
    rules:
      - {id: old, when: {age: ">= 65"}, then: full}
"""
TABLE = "id;age;then\r\nchild;less than 6;free\r\n"


@pytest.fixture
def fares(fingerpost: Program) -> Program:
    fingerpost.write("fares.yaml", RULEBOOK)
    fingerpost.write("fares.tariff.csv", TABLE)
    return fingerpost


def test_advice_comes_from_the_table(fares: Program) -> None:
    done = fares("advise", "fares.yaml", "--set", "age=3", "--json")
    assert json.loads(done.out)["decisions"]["tariff"]["rules"] == ["child"]
    assert fares("check", "fares.yaml").code in (0, 1)


def test_formatting_leaves_the_table_alone(fares: Program) -> None:
    assert fares("fmt", "fares.yaml").code == 0
    assert "age: at least 65" in (fares.folder / "fares.yaml").read_text()
    assert (fares.folder / "fares.tariff.csv").read_bytes() == TABLE.encode()


def test_a_copy_has_its_tables_too(fares: Program) -> None:
    assert fares("new", "mine.yaml", "--from", "fares.yaml").code == 0
    assert (fares.folder / "mine.tariff.csv").read_bytes() == TABLE.encode()
    done = fares("advise", "mine.yaml", "--set", "age=3", "--json")
    assert json.loads(done.out)["decisions"]["tariff"]["outcome"] == "free"


def test_a_schema_is_made(fares: Program) -> None:
    assert json.loads(fares("schema", "fares.yaml").out)["title"]


def test_a_table_that_is_not_there(fares: Program) -> None:
    (fares.folder / "fares.tariff.csv").unlink()
    refused(fares("advise", "fares.yaml"), ["table"])
    refused(fares("fmt", "fares.yaml"), ["table"])


def test_a_slip_in_the_table_is_shown_there(fares: Program) -> None:
    fares.write("fares.tariff.csv", "age,then\nless then 6,free\n")
    done = fares("advise", "fares.yaml")
    refused(done, ["wrong-type"])
    assert "fares.tariff.csv:2:1" in done.err
