// One question as a form: radio buttons, a number or a day, and kind words for what does not fit.
const question = (() => {
  "use strict";

  const { make, button, row } = dom;

  // `given` is the answer so far, `progress` the line above the question, `submit` what its button says,
  // `leave` another way out of it, and `answered` is told the answer (null: "I don't know").
  function form(fact, { given, progress, submit, leave, answered }) {
    const title = make("h3", { id: "asked", tabindex: "-1" }, fact.question);
    const hints = [fact.hint, fact.options.length ? "" : say.range(fact)].filter(Boolean);
    const hint = hints.length ? [make("p", { id: "hint", class: "hint" }, hints.join(" "))] : [];
    const problem = make("p", { id: "problem", class: "problem", role: "alert" });
    const field = fact.options.length ? choices(fact, given) : entry(fact, given);
    const set = make(
      "fieldset",
      { "aria-describedby": hints.length ? "hint" : undefined },
      make("legend", {}, title),
      ...hint,
      ...field,
      problem,
    );
    const made = make(
      "form",
      { class: "card", novalidate: true, autocomplete: "off" },
      make("p", { class: "progress" }, progress),
      set,
      row(
        make("button", { type: "submit", class: "main" }, submit),
        button("I don’t know", () => answered(null)),
        leave,
      ),
    );
    made.addEventListener("submit", (event) => {
      event.preventDefault();
      submitted(fact, made, problem, answered);
    });
    return made;
  }

  function choices(fact, given) {
    return fact.options.map(([value, words], place) => {
      const input = make("input", {
        type: "radio",
        name: "answer",
        value: String(place),
        checked: value === given,
      });
      return make("label", { class: "option" }, input, make("span", {}, words));
    });
  }

  function entry(fact, given) {
    const [low, , high] = fact.range;
    const day = fact.kind === "date";
    const input = make("input", {
      id: "entry",
      name: "answer",
      type: day ? "date" : "number",
      step: day || fact.kind === "whole number" ? "1" : "any",
      min: low ?? (day ? "0001-01-01" : undefined),
      max: high ?? (day ? "9999-12-31" : undefined),
      inputmode: day ? undefined : fact.kind === "whole number" && low >= 0 ? "numeric" : "decimal",
      value: given ?? undefined,
      "aria-describedby": "problem",
    });
    const unit = fact.unit ? [make("span", { "aria-hidden": "true" }, fact.unit[1])] : [];
    const label = day ? "The day" : `Your answer${fact.unit ? `, in ${fact.unit[1]}` : ""}`;
    return [
      make("label", { for: "entry", class: "unseen" }, label),
      make("span", { class: "entry" }, input, ...unit),
    ];
  }

  function submitted(fact, made, problem, answered) {
    const field = made.elements.answer;
    const [value, complaint] = fact.options.length
      ? chosen(fact, field.value)
      : entered(fact, field);
    if (!complaint) {
      answered(value);
      return;
    }
    problem.textContent = complaint;
    const first = made.querySelector("input");
    if (!fact.options.length) first.setAttribute("aria-invalid", "true");
    first.focus();
  }

  function chosen(fact, place) {
    return place === ""
      ? [null, "Please choose one of the answers, or say that you don’t know."]
      : [fact.options[Number(place)][0], ""];
  }

  function entered(fact, field) {
    if (fact.kind === "date") return checkedDay(fact, field.value);
    const number = Number(field.value) + 0;
    if (field.value === "" || !Number.isFinite(number)) {
      return [null, "Please enter a number, or say that you don’t know."];
    }
    if (fact.kind === "whole number" && !Number.isInteger(number)) {
      return [null, "Please enter a whole number."];
    }
    if (Number(number.toPrecision(15)) !== number || Math.abs(number) >= 1e15) {
      return [null, "That number has more digits than anybody needs."];
    }
    return within(fact, number);
  }

  function checkedDay(fact, day) {
    return /^\d{4}-\d{2}-\d{2}$/.test(day)
      ? within(fact, day)
      : [null, "Please enter a day, or say that you don’t know."];
  }

  function within(fact, value) {
    if (walk.isWithin(fact.range, value)) return [value, ""];
    return [null, `That is outside what can be. ${say.range(fact)}`];
  }

  return { form };
})();
