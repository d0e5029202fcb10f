"""What Python users call: load a rulebook, ask it about a case, read the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any

from .diagrams.answering import Answerer, TooManyCasesError
from .evaluate import Case, DecisionAnswer, Fault, Result
from .files import bundled, read_rulebook_texts
from .language import messages
from .language.cases import Known, read_python_case
from .language.diagnostics import RulebookError
from .language.fields import Findings
from .language.loading import Texts, load_rulebook
from .language.rulebook import Rulebook
from .language.source import Source
from .language.tables import file_of_table
from .language.vocabulary import Plain, plain_value

if TYPE_CHECKING:
    from .checks import Report
    from .columns import OutcomeColumn
    from .diagrams.flowchart import Flowchart, Order
    from .diagrams.stages import Stage

__all__ = ["Answer", "LoadedRulebook", "Outcome", "bundled", "load", "loads"]


@dataclass(frozen=True)
class Outcome:
    """The answer of one decision, in plain Python values.

    `outcome` is the id of an advice, a number, a list of them (for `collect`, `rule order` and
    `output order`), or None: while open, or when `fault` says that no rule fits or that rules clash.
    `possible` lists the outcomes still possible, `rules` the ids of the rules that decided, `ask`
    the facts that can still matter, best question first. `unexamined` says what was not looked at
    because it would have taken too long; empty, all of this is exact.
    """

    decision: str
    settled: bool
    outcome: Plain | list[Plain]
    possible: list[Plain | list[Plain]]
    rules: list[str]
    ask: list[str]
    fault: str | None = None
    unexamined: str = ""

    def to_dict(self) -> dict[str, object]:
        """As `advise --json` prints it."""
        content: dict[str, object] = {
            "settled": self.settled,
            "outcome": self.outcome,
            "possible": self.possible,
            "rules": self.rules,
            "ask": self.ask,
        }
        content |= {"fault": self.fault} if self.fault else {}
        return content | ({"unexamined": self.unexamined} if self.unexamined else {})


class Answer(Mapping[str, Outcome]):
    """The answers of all decisions of a rulebook for one case, by decision id."""

    def __init__(
        self, rulebook: LoadedRulebook, case: Known, found: Mapping[str, DecisionAnswer]
    ) -> None:
        """Hold what was found."""
        self.rulebook = rulebook
        self.case = case
        self.found = found
        self._outcomes = {name: _outcome(one) for name, one in found.items()}

    def __getitem__(self, decision: str) -> Outcome:
        """The answer of one decision."""
        return self._outcomes[decision]

    def __iter__(self) -> Iterator[str]:
        """The ids of the decisions."""
        return iter(self._outcomes)

    def __len__(self) -> int:
        """How many decisions there are."""
        return len(self._outcomes)

    def to_dict(self) -> dict[str, object]:
        """As `advise --json` prints it."""
        return {
            **self.rulebook.definition.identity,
            "decisions": {name: one.to_dict() for name, one in self._outcomes.items()},
        }


class LoadedRulebook:
    """A rulebook ready to answer. `definition` is the resolved rulebook itself, as data."""

    def __init__(self, definition: Rulebook, name: str = "") -> None:
        """Prepare to answer by a resolved rulebook; `name` is what it was loaded by."""
        self.definition = definition
        self.name = name or definition.id
        self.answerer = Answerer(definition)

    @property
    def id(self) -> str:
        """The rulebook's id."""
        return self.definition.id

    @property
    def title(self) -> str:
        """The title that readers see."""
        return self.definition.title

    @property
    def version(self) -> str:
        """The version that its author gave it."""
        return self.definition.version

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what the rulebook says; layout, comments and scenarios do not count."""
        return self.definition.fingerprint

    def case(self, facts: Mapping[str, object]) -> Known:
        """The facts as a checked case; raises RulebookError with `.diagnostics`.

        Values are as Python has them (`True`, `3`, `2.5`, a `date`) or as a person writes them
        (`"yes"`, `"3 days"`, `"2026-12-01"`). None, or a fact left out, is unknown.
        """
        findings: Findings = []
        case = read_python_case(facts, self.definition, findings)
        if findings:
            raise RulebookError(findings)
        return case

    def advise(self, facts: Mapping[str, object] | None = None) -> Answer:
        """The answer of every decision for the known facts; raises RulebookError for bad facts."""
        return self.answer(self.case(facts or {}))

    def answer(self, case: Known) -> Answer:
        """The answer of every decision for a checked case."""
        return Answer(self, case, self.answer_all(case))

    def answer_one(self, decision: str, case: Case) -> DecisionAnswer:
        """The answer of one decision for a checked case; raises RulebookError when so much is
        unknown that its outcomes cannot all be looked through."""
        try:
            return self.answerer.answer(decision, case)
        except TooManyCasesError as error:
            raise self.too_many(error) from None

    def answer_all(self, case: Case) -> dict[str, DecisionAnswer]:
        """The answers of all decisions for a checked case, in the rulebook's order; raises
        RulebookError like `answer_one`."""
        try:
            return self.answerer.answers(case)
        except TooManyCasesError as error:
            raise self.too_many(error) from None

    def compile(
        self, decision: str | None = None, *, reasons: bool = False
    ) -> Callable[[Mapping[str, Any]], Any]:
        """A function that answers for one case after the other, as fast as Python can.

        With the id of a decision it gives that decision's outcome (see `Outcome.outcome`), without
        one a dictionary of all outcomes. With `reasons` each outcome comes as a pair with the ids of
        the rules that decided. The answers are those of `advise`, unknown facts and messages
        included; but a fact is only looked at where the answer hangs on it.
        """
        if decision is None:
            functions = {
                name: self.compile(name, reasons=reasons) for name in self.definition.decisions
            }
            return lambda case: {name: one(case) for name, one in functions.items()}
        definition = self.definition.decisions[decision]

        def give(result: Result | None, rules: tuple[str, ...]) -> object:
            outcome = plain_result(result)
            return (outcome, rules) if reasons else outcome

        def slow(case: Mapping[str, Any]) -> object:
            found = self.answer_one(decision, self.case(case))
            return give(found.result, found.rules)

        from .diagrams.evaluators import evaluator

        return evaluator(self.answerer, definition.id, give, slow, reasons=reasons)

    def advise_columns(
        self, columns: Mapping[str, Any], decisions: Iterable[str] | None = None
    ) -> dict[str, OutcomeColumn]:
        """The outcomes of decisions (all, unless some are named) for many cases at once.

        `columns` has for each fact an array, all of the same length: of NumPy (masked or not), of
        Arrow, or any list; an Arrow table will do. What is missing in a row (null, NaN, NaT, None, a
        masked value, or the whole column) is an unknown fact. Raises RulebookError for a value that
        the fact cannot have, with its row; ImportError without the extra `columns` (NumPy, numba).
        """
        try:
            from .columns import advise_columns
        except ModuleNotFoundError as error:
            message = f"columns need {error.name}: pip install 'fingerpost[columns]'"
            raise ImportError(message) from error

        return advise_columns(self, columns, decisions)

    def flowchart(
        self, decision: str, order: Order = "fewest", *, most_steps: int | None = None
    ) -> Flowchart:
        """The decision as questions and ends, proven to say what the rules say.

        `order` is "fewest" (the least expected effort) or "rulebook" (as the rules first mention the
        facts). Raises RulebookError when the flowchart, or its proof, would be too large: when it
        would have more than `most_steps`, as far as that is given.
        """
        from .diagrams.diagram import OverBudgetError
        from .diagrams.flowchart import MOST_STEPS, grow
        from .diagrams.proof import UnprovenError, proven

        compiler = self.answerer.compiler(self.definition.decisions[decision].id)
        try:
            if compiler is None:
                raise TooManyCasesError(decision)
            most = MOST_STEPS if most_steps is None else most_steps
            return proven(grow(compiler, decision, order, most), self.definition)
        except (OverBudgetError, UnprovenError):
            raise self.too_many(TooManyCasesError(decision)) from None
        except TooManyCasesError as error:
            raise self.too_many(error) from None

    def stage(self, decision: str, order: Order = "fewest") -> Stage:
        """The decision's flowcharts for a handout: what it reads from earlier decisions is asked as
        a question, and a list has a flowchart for each of its parts. All are proven. What an earlier
        decision comes to cannot be asked where there are cases in which it comes to nothing or its rules
        clash; then facts alone are asked.

        Raises RulebookError like `flowchart`.
        """
        from .diagrams.diagram import OverBudgetError
        from .diagrams.proof import UnprovenError
        from .diagrams.stages import from_facts, is_unasked, stage

        if any(is_unasked(self.answerer, one) for one in self.definition.decisions[decision].reads):
            return from_facts(self.definition, self.flowchart(decision, order))
        try:
            return stage(self.definition, decision, order)
        except (OverBudgetError, UnprovenError):
            raise self.too_many(TooManyCasesError(decision)) from None

    def check(self) -> Report:
        """Everything that the rules may not have been meant to say; see `engine/checks/`."""
        from .checks import check

        return check(self.definition, self.answerer)

    def too_many(self, error: TooManyCasesError) -> RulebookError:
        """The finding that a decision has too many cases to be looked through."""
        decision = self.definition.decisions[error.decision]
        return RulebookError([messages.too_many_cases(decision.id, decision.span)])


def load(name: str | PathLike[str]) -> LoadedRulebook:
    """Load a bundled rulebook by its name, or a file by its path.

    Raises RulebookError, with every finding in `.diagnostics`, when it cannot be used.
    """
    return LoadedRulebook(load_rulebook(read_rulebook_texts(name)), str(name))


def loads(
    text: str, name: str = "rulebook", tables: Mapping[str, str] | None = None
) -> LoadedRulebook:
    """Load a rulebook from its text; `name` is what messages call it.

    `tables` has the CSV text of each decision that says `rules: table`.
    """
    beside = {
        decision: _source(file_of_table(name, decision), table)
        for decision, table in (tables or {}).items()
    }
    return LoadedRulebook(load_rulebook(Texts(_source(name, text), tables=beside)))


def _source(name: str, text: str) -> Source:
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    return Source(name, text.removeprefix(mark), mark)


def plain_result(result: Result | None) -> Plain | list[Plain]:
    """A result as JSON has it; a fault is null."""
    if result is None or isinstance(result, Fault):
        return None
    return (
        [plain_value(one) for one in result] if isinstance(result, tuple) else plain_value(result)
    )


def _outcome(found: DecisionAnswer) -> Outcome:
    return Outcome(
        decision=found.decision,
        settled=found.settled,
        outcome=plain_result(found.result),
        possible=[plain_result(result) for result in found.possible],
        rules=list(found.rules),
        ask=list(found.ask),
        fault=found.result.value if isinstance(found.result, Fault) else None,
        unexamined=found.unexamined,
    )
