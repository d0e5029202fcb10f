// Texts with gaps: what is known stands in them, the rest is written into small fields, and a message can
// be copied. `known` gives the known facts.
const drafts = (data, known) => {
  "use strict";

  const { make, button, row } = dom;
  const factOf = new Map(data.facts.map((fact) => [fact.id, fact]));
  const gapOf = new Map(data.gaps.map((gap) => [gap.id, gap]));
  const texts = new Map(); // what was written into the gaps

  // A text with its gaps filled as far as possible: strings, and marks for what is open or was filled.
  function pieces(template) {
    return template.map((part) => (typeof part === "string" ? part : slot(part.slot)));
  }

  function slot(name) {
    const fact = factOf.get(name);
    const given = known();
    if (fact && given.has(name)) return say.value(fact, given.get(name));
    const mark = make("mark", {}, "");
    if (gapOf.has(name)) mark.dataset.gap = name;
    fill(mark, name);
    return mark;
  }

  function fill(mark, name) {
    const text = texts.get(name) ?? "";
    mark.textContent = text || `[${gapOf.get(name)?.label ?? factOf.get(name).label}]`;
    mark.className = text ? "filled" : "gap";
  }

  function draft(advice) {
    const body = make("div", { class: "body" }, ...pieces(withoutEnd(advice.body)));
    const subject = make("span", {}, ...pieces(advice.subject));
    const head = advice.subject.length
      ? [make("p", { class: "subject" }, make("span", { class: "small" }, "Subject: "), subject)]
      : [];
    const status = make("span", { class: "small", role: "status" });
    const copies = [button("Copy message", () => copy(body, status, "message"), "main")];
    if (head.length) copies.push(button("Copy subject", () => copy(subject, status, "subject")));
    return make(
      "section",
      { class: "draft" },
      make("h5", {}, "What you could write"),
      ...gapFields(advice),
      make("div", { class: "letter" }, ...head, body),
      row(...copies, status),
    );
  }

  // The template without the empty line at its end.
  function withoutEnd(template) {
    const last = template[template.length - 1];
    if (typeof last !== "string") return template;
    return [...template.slice(0, -1), last.trimEnd()];
  }

  function gapFields(advice) {
    const slots = [...advice.subject, ...advice.body].filter((part) => typeof part !== "string");
    const names = [...new Set(slots.map((part) => part.slot))].filter((name) => gapOf.has(name));
    if (!names.length) return [];
    const fields = names.map((name) => {
      const gap = gapOf.get(name);
      const input = make("input", {
        type: "text",
        "data-gap": name,
        value: texts.get(name) ?? "",
        placeholder: gap.example ? `for example ${gap.example}` : undefined,
        autocomplete: "off",
      });
      input.addEventListener("input", () => filled(name, input));
      return make("label", {}, make("span", {}, gap.label), input);
    });
    return [make("div", { class: "gaps" }, ...fields)];
  }

  // A name is written once and stands in every draft.
  function filled(name, from) {
    texts.set(name, from.value.trim());
    for (const mark of document.querySelectorAll("mark")) {
      if (mark.dataset.gap === name) fill(mark, name);
    }
    for (const input of document.querySelectorAll(".gaps input")) {
      if (input.dataset.gap === name && input !== from) input.value = from.value;
    }
  }

  async function copy(element, status, what) {
    const open = element.querySelectorAll(".gap").length;
    const done = (await copied(element.textContent)) || copiedBySelecting(element.textContent);
    if (!done) select(element);
    const gaps = open ? ` ${say.counted(open, "gap is", "gaps are")} still open.` : "";
    status.textContent = done
      ? `The ${what} is copied.${gaps}`
      : `Your browser would not copy. The ${what} is marked: press Ctrl+C, or hold it to copy.`;
  }

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false; // no clipboard here, or no permission: pages from a disk often have none
    }
  }

  function copiedBySelecting(text) {
    const focused = document.activeElement;
    const area = make("textarea", { class: "unseen", readonly: true, "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    } finally {
      area.remove();
      focused?.focus();
    }
  }

  function select(element) {
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.selectAllChildren(element);
  }

  return { pieces, draft };
};
