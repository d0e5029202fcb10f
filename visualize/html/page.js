// The page: it shows what `walk` says of the answers given so far. Every text is set as text, never as
// markup, so a rulebook can say what it likes.
const page = (() => {
  "use strict";

  const { byId, make, button, row } = dom;
  const data = JSON.parse(document.getElementById("data").textContent);
  const book = walk.read(data);
  const drawings = charts(data.charts);
  const messages = drafts(data, () => known());
  const factOf = new Map(data.facts.map((fact) => [fact.id, fact]));
  const adviceOf = new Map(data.advice.map((advice) => [advice.id, advice]));
  const decisionOf = new Map(data.decisions.map((decision) => [decision.id, decision]));
  const FEW = 4; // open outcomes that are listed at once; more are behind a fold

  // The answers in the order in which they were given: `[fact, value]`, null for "I don't know".
  // A page that was drawn for a case begins with it.
  let steps = data.given;
  let undone = null; // the steps before the last change, for "Undo"
  let editing = null; // the fact whose answer is being changed
  let told = []; // what the last change made of the outcomes

  // Says something to people who listen to the page.
  function announce(words) {
    byId("live").textContent = words;
  }

  // -- what is known ---------------------------------------------------------------------------

  const known = (some = steps) => new Map(some.filter(([, value]) => value !== null));

  const listOf = (outcome) => (Array.isArray(outcome) ? outcome : [outcome]);

  // The questions that still matter and were not passed over, best first.
  function waiting(answers) {
    const passed = new Set(steps.filter(([, value]) => value === null).map(([fact]) => fact));
    const facts = new Set([...answers.values()].flatMap((one) => one.matter));
    return [...facts].filter((fact) => !passed.has(fact));
  }

  // No more questions than that are still to come; as in the engine's own interview.
  function mostLeft(answers, questions) {
    const open = [...answers.values()].filter((one) => one.matter.length);
    const passed = steps.some(([, value]) => value === null);
    if (passed || !open.length) return questions.length;
    const later = new Set(open.slice(1).flatMap((one) => one.matter));
    return Math.min(questions.length, open[0].most + later.size);
  }

  // The advice that stands whatever is still unknown.
  function certain(answer) {
    const lists = answer.possible.map(listOf);
    return lists[0].filter((one) => adviceOf.has(one) && lists.every((list) => list.includes(one)));
  }

  // -- answering -------------------------------------------------------------------------------

  function answered(fact, value) {
    const place = steps.findIndex(([one]) => one === fact);
    const before = walk.answers(book, known());
    const isNew = place < 0;
    const next = steps.filter(([one]) => one !== fact);
    next.splice(isNew ? next.length : place, 0, [fact, value]);
    const { question } = factOf.get(fact);
    const change = `${question} You now say: ${say.value(factOf.get(fact), value)}.`;
    settle(next, isNew ? null : change, before);
  }

  function takenBack(fact) {
    const words = `${factOf.get(fact).question} You took this answer back.`;
    settle(
      steps.filter(([one]) => one !== fact),
      words,
      walk.answers(book, known()),
    );
  }

  // Makes the steps those that are known now. A change of what was said before is told with its
  // effects; a plain answer leads on to the next question.
  function settle(next, change, before) {
    undone = steps;
    steps = next;
    editing = null;
    const after = walk.answers(book, known());
    const effects = differences(before, after);
    told = change === null ? [] : [change, effects];
    show(after);
    const questions = waiting(after);
    const more = questions.length
      ? `At most ${say.counted(mostLeft(after, questions), "more question")}.`
      : "There is nothing more to ask.";
    const words = effects.map((one) => `${one.title}: ${one.after}.`);
    if (change === null) {
      announce([...words, more].join(" "));
      byId("asked").focus();
    } else {
      announce("");
      byId("changed").focus();
    }
  }

  function differences(before, after) {
    return data.decisions.flatMap(({ id, title }) => {
      const [was, is] = [outcomeWords(before.get(id)), outcomeWords(after.get(id))];
      return was === is ? [] : [{ title, before: was, after: is }];
    });
  }

  function outcomeWords(answer) {
    if (answer.fault) return "no answer";
    if (answer.settled && Array.isArray(answer.outcome)) return listed(answer.outcome);
    if (answer.settled) return answer.words[0];
    const sure = certain(answer);
    return sure.length ? `${listed(sure)}; perhaps more` : "still open";
  }

  function listed(outcomes) {
    const words = outcomes.map((one) => adviceOf.get(one)?.title ?? say.digits(one));
    return words.length ? words.join("; ") : "nothing to do";
  }

  // -- the question ----------------------------------------------------------------------------

  function showQuestion(answers) {
    const questions = waiting(answers);
    const fact = factOf.get(editing ?? questions[0]);
    byId("question").replaceChildren(fact ? asking(fact, answers, questions) : theEnd());
  }

  function theEnd() {
    const title = make("h3", { id: "asked", tabindex: "-1" }, "That is all there is to ask.");
    const way = make("a", { href: "#results-title" }, "Read your next steps");
    const open = steps.some(([, value]) => value === null);
    const words = open
      ? "What you do not know yet, you can add whenever you find out."
      : "Thank you. Nothing else would change the outcome.";
    const lines = [make("p", {}, words), make("p", {}, way)];
    return make("div", { class: "card end" }, title, ...lines, row(back()));
  }

  function back() {
    if (!steps.length) return null;
    return button("Back", () => {
      const [fact] = steps[steps.length - 1];
      edit(fact);
    });
  }

  function progress(answers, questions) {
    if (editing !== null) return "Change your answer";
    const more = mostLeft(answers, questions) - 1;
    const left = more > 0 ? `at most ${more} more` : "the last one";
    return `Question ${steps.length + 1}, ${left}`;
  }

  function asking(fact, answers, questions) {
    return question.form(fact, {
      given: steps.find(([one]) => one === fact.id)?.[1] ?? null,
      progress: progress(answers, questions),
      submit: editing === null ? "Continue" : "Save",
      leave: editing === null ? back() : button("Cancel", cancelled),
      answered: (value) => answered(fact.id, value),
    });
  }

  function edit(fact) {
    editing = fact;
    showQuestion(walk.answers(book, known()));
    byId("asked").focus();
  }

  function cancelled() {
    editing = null;
    showQuestion(walk.answers(book, known()));
    byId("asked").focus();
  }

  // -- the answers given -----------------------------------------------------------------------

  function showGiven() {
    byId("given").hidden = steps.length === 0;
    const differing = walk.differing(book, known());
    byId("answers").replaceChildren(
      ...steps.map(([id, value]) => {
        const fact = factOf.get(id);
        const idle = value !== null && !differing.has(id);
        const note = idle ? [make("span", { class: "small" }, "makes no difference now")] : [];
        return make(
          "li",
          {},
          make("span", { class: "about" }, fact.question),
          make("span", { class: "value" }, make("strong", {}, say.value(fact, value)), ...note),
          row(
            button("Change", () => edit(id), "link", `the answer to: ${fact.question}`),
            button("Take back", () => takenBack(id), "link", `the answer to: ${fact.question}`),
          ),
        );
      }),
    );
  }

  // -- what has changed ------------------------------------------------------------------------

  function showChange() {
    if (!told.length) {
      byId("change").replaceChildren();
      return;
    }
    const [change, effects] = told;
    const lines = effects.map((one) =>
      make(
        "li",
        {},
        make("span", { class: "about" }, one.title),
        make("span", { class: "unseen" }, "was: "),
        make("s", {}, one.before),
        make("span", { "aria-hidden": "true", class: "arrow" }, " → "),
        make("span", { class: "unseen" }, "; now: "),
        make("strong", {}, one.after),
      ),
    );
    const nothing = make("p", {}, "The outcome stays the same.");
    byId("change").replaceChildren(
      make(
        "div",
        { class: "card changed" },
        make("h3", { id: "changed", tabindex: "-1" }, "What has changed"),
        make("p", { class: "aside" }, change),
        lines.length ? make("ul", {}, ...lines) : nothing,
        row(button("Undo", undo), button("Close", closeChange)),
      ),
    );
  }

  function undo() {
    steps = undone;
    told = [];
    show(walk.answers(book, known()));
    announce("Undone.");
    byId("results-title").focus();
  }

  function closeChange() {
    told = [];
    showChange();
    byId("results-title").focus();
  }

  // -- the outcomes ----------------------------------------------------------------------------

  function showOutcomes(answers) {
    byId("outcomes").replaceChildren(
      ...data.decisions.map((decision) => outcome(decision, answers.get(decision.id), answers)),
    );
  }

  function outcome(decision, answer, answers) {
    const sure = certain(answer);
    const cards = sure.map((id) => adviceCard(adviceOf.get(id), decision, answer, answers));
    return make(
      "section",
      {
        class: "outcome",
        "data-decision": decision.id,
        "data-settled": String(answer.settled),
        "aria-labelledby": `decision-${data.decisions.indexOf(decision)}`,
      },
      make("h3", { id: `decision-${data.decisions.indexOf(decision)}` }, decision.title),
      ...cards,
      ...rest(decision, answer, answers, sure),
    );
  }

  // What there is to say beside the advice that is certain.
  function rest(decision, answer, answers, sure) {
    if (answer.fault) {
      const words = "The rules have no answer for this. Please talk it over with your coach.";
      return [make("p", { class: "notice" }, words), ...reasons(decision, answer, answers, null)];
    }
    if (answer.settled && sure.length) return [];
    if (answer.settled) {
      const nothing = Array.isArray(answer.outcome) && answer.outcome.length === 0;
      const words = nothing ? "Nothing to do here." : answer.words[0];
      return [make("p", { class: "result" }, words), ...reasons(decision, answer, answers, null)];
    }
    return [stillOpen(decision, answer, sure)];
  }

  function stillOpen(decision, answer, sure) {
    const among = answer.possible.some(Array.isArray)
      ? [...new Set(answer.possible.flat())]
          .filter((one) => !sure.includes(one))
          .map((one) => adviceOf.get(one)?.title ?? say.digits(one))
      : answer.words;
    const lead = sure.length ? "Perhaps also:" : "Still open. It could be:";
    if (among.length > FEW && answer.possible.every(Number.isFinite)) {
      const words = `Still open: from ${among[0]} to ${among[among.length - 1]}.`;
      return make("p", { class: "perhaps" }, words);
    }
    const list = make("ul", {}, ...among.map((one) => make("li", {}, one)));
    if (among.length <= FEW) return make("div", { class: "perhaps" }, make("p", {}, lead), list);
    const words = sure.length ? "Perhaps more" : "Still open";
    const summary = make("summary", {}, `${words}: ${among.length} possibilities`);
    return make("details", { class: "perhaps" }, summary, list);
  }

  function adviceCard(advice, decision, answer, answers) {
    return make(
      "article",
      { class: "card advice", "data-advice": advice.id },
      make("h4", {}, advice.title),
      ...(advice.do.length ? [make("p", { class: "do" }, ...messages.pieces(advice.do))] : []),
      ...reasons(decision, answer, answers, advice.id),
      ...(advice.body.length ? [messages.draft(advice)] : []),
    );
  }

  // Why: the rules that decide, or where none does for sure, those that may.
  function reasons(decision, answer, answers, outcomeId) {
    const gives = (rule) => outcomeId === null || rule.outcomes.includes(outcomeId);
    const rules = decision.rules.filter((rule) => gives(rule));
    const sure = rules.filter((rule) => answer.sure.includes(rule.id));
    const maybe = rules.filter((rule) => answer.rules.includes(rule.id));
    const found = (sure.length ? sure : maybe).map((rule) =>
      reason(rule, sure.length > 0, from(rule, answers)),
    );
    const { otherwise } = decision;
    if (otherwise && answer.otherwise && gives(otherwise)) found.push(reason(otherwise, true, ""));
    return found.filter((one) => one !== null);
  }

  function reason(rule, sure, facts) {
    if (!rule.because && !facts) return null;
    const cites = rule.cites.length ? ` (${rule.cites.join(", ")})` : "";
    const words = `${sure ? "Why" : "Perhaps because"}: ${rule.because}${cites}`;
    const because = rule.because ? [make("span", { class: "because" }, words)] : [];
    const base = facts ? [make("span", { class: "from" }, facts)] : [];
    return make("p", { class: "why" }, ...because, ...base);
  }

  // The answers that a rule stands on.
  function from(rule, answers) {
    const given = known();
    const lines = rule.facts.flatMap((name) => {
      if (given.has(name)) {
        const fact = factOf.get(name);
        return [say.told(fact.label, say.value(fact, given.get(name)))];
      }
      const earlier = answers.get(name);
      return earlier?.settled ? [say.told(decisionOf.get(name).label, earlier.words[0])] : [];
    });
    return lines.length ? `Based on ${lines.join("; ")}.` : "";
  }

  // -- all together ----------------------------------------------------------------------------

  function show(answers) {
    showQuestion(answers);
    showGiven();
    showChange();
    showOutcomes(answers);
    drawings.show(known(), answers);
  }

  byId("again").addEventListener("click", () => {
    settle([], "You started again.", walk.answers(book, known()));
  });
  byId("columns").hidden = false;
  theme.start();
  show(walk.answers(book, known()));

  return {
    // For tests: what is known, and to say it all at once.
    known: () => [...known()],
    tell(entries) {
      steps = entries.map(([fact, value]) => [fact, value]);
      [editing, told, undone] = [null, [], null];
      show(walk.answers(book, known()));
    },
  };
})();
