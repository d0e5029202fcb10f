// What the rules say of a case, by the diagrams of the rulebook. Knows nothing of any page.
//
// The data are those of `data.py`; a case is a Map from the ids of the known facts to their values (true
// and false, numbers, and texts for options and days). Everything here mirrors the engine: restricting
// and reading off `engine/diagrams/answering.py`, the order of questions `engine/diagrams/questions.py`.
const walk = (() => {
  "use strict";

  const MOST_STATES = 400; // as in questions.py
  const MOST_STEPS = 1_000_000;
  const MOST_NODES = 300_000; // made for one plan of questions
  const TOO_LARGE = Symbol("too large");

  // -- tests -----------------------------------------------------------------------------------

  function holds(test, value) {
    return test.some((one) => (Array.isArray(one) ? isWithin(one, value) : one === value));
  }

  function isWithin([low, lowOpen, high, highOpen], value) {
    if (low !== null && (value < low || (lowOpen && value === low))) return false;
    return !(high !== null && (value > high || (highOpen && value === high)));
  }

  // -- diagrams --------------------------------------------------------------------------------

  // A leaf is a number below zero. Equal functions have equal numbers, so a function depends on a
  // level exactly when a node of that level is in it.
  function diagrams(rows) {
    const levels = [];
    const children = [];
    const numbers = new Map();

    function node(level, below) {
      if (below.every((child) => child === below[0])) return below[0];
      const key = `${level}:${below}`;
      let found = numbers.get(key);
      if (found === undefined) {
        found = levels.length;
        numbers.set(key, found);
        levels.push(level);
        children.push(below);
      }
      return found;
    }

    function forget(size) {
      for (let one = size; one < levels.length; one += 1) {
        numbers.delete(`${levels[one]}:${children[one]}`);
      }
      levels.length = size;
      children.length = size;
    }

    function restricted(root, known) {
      const done = new Map();
      function at(here) {
        if (here < 0) return here;
        let found = done.get(here);
        if (found === undefined) {
          const cell = known.get(levels[here]);
          found =
            cell === undefined
              ? node(levels[here], children[here].map(at))
              : at(children[here][cell]);
          done.set(here, found);
        }
        return found;
      }
      return at(root);
    }

    // Every node of a function, each once; in the same order as the engine goes through them.
    function below(root) {
      const seen = new Set([root]);
      const waiting = [root];
      const found = [];
      while (waiting.length) {
        const here = waiting.pop();
        found.push(here);
        for (const child of here < 0 ? [] : children[here]) {
          if (!seen.has(child)) {
            seen.add(child);
            waiting.push(child);
          }
        }
      }
      return found;
    }

    const self = {
      node,
      forget,
      restricted,
      below,
      size: () => levels.length,
      level: (here) => (here < 0 ? Infinity : levels[here]),
      children: (here) => children[here],
      leaves: (root) => ascending(below(root).filter((one) => one < 0).map((one) => ~one)),
      levels: (root) => ascending(new Set(below(root).filter((one) => one >= 0).map(self.level))),
    };
    rows.forEach(([level, ...kids]) => node(level, kids));
    return self;
  }

  function ascending(numbers) {
    return [...numbers].sort((one, two) => one - two);
  }

  function byLevel(book, root) {
    return book.diagrams
      .below(root)
      .sort((one, two) => book.diagrams.level(one) - book.diagrams.level(two) || 0);
  }

  // -- which question comes next ---------------------------------------------------------------

  function rounded(number) {
    return Number(number.toFixed(9));
  }

  // Negative, zero or positive, as the first difference between two lists of numbers is.
  function compared(one, two) {
    const at = one.findIndex((number, place) => number !== two[place]);
    return at < 0 ? 0 : one[at] - two[at];
  }

  function planner(book) {
    const { diagrams: all, weights, efforts, levels: places } = book;
    const size = all.size();
    const best = new Map();
    const supports = new Map();
    const cofactors = new Map();

    function support(node) {
      if (!supports.has(node)) supports.set(node, all.levels(node));
      return supports.get(node);
    }

    function cofactor(node, level) {
      const here = all.level(node);
      if (here === level) return all.children(node);
      if (here > level) return weights[level].map(() => node);
      const key = `${node}:${level}`;
      if (!cofactors.has(key)) {
        if (all.size() - size > MOST_NODES) throw TOO_LARGE;
        const parts = all.children(node).map((child) => cofactor(child, level));
        cofactors.set(
          key,
          weights[level].map((_, cell) => all.node(here, parts.map((part) => part[cell]))),
        );
      }
      return cofactors.get(key);
    }

    function children(node, level) {
      const found = new Map();
      cofactor(node, level).forEach((child, cell) => {
        found.set(child, (found.get(child) ?? 0) + weights[level][cell]);
      });
      return found;
    }

    // The least expected effort, the most questions, and the level to ask for.
    function solve(node) {
      if (node < 0) return [0, 0, -1];
      if (best.has(node)) return best.get(node);
      if (best.size > MOST_STATES) throw TOO_LARGE;
      let found = null;
      const bounds = support(node).map((level) => [atLeast(node, level), level]);
      for (const [bound, level] of bounds.sort(compared)) {
        if (found !== null && rounded(bound) > found[0]) break;
        const [expected, most] = asking(node, level);
        const way = [rounded(expected), most, places[level], level];
        if (found === null || compared(way, found) < 0) found = way;
      }
      best.set(node, [found[0], found[1], found[3]]);
      return best.get(node);
    }

    function asking(node, level) {
      let expected = efforts[level];
      let most = 0;
      for (const [child, weight] of children(node, level)) {
        const [after, questions] = solve(child);
        expected += weight * after;
        most = Math.max(most, questions);
      }
      return [expected, most + 1];
    }

    function atLeast(node, level) {
      let more = 0;
      for (const [child, weight] of children(node, level)) {
        if (child >= 0) more += weight * Math.min(...support(child).map((one) => efforts[one]));
      }
      return efforts[level] + more;
    }

    return { support, solve, asking };
  }

  // The facts that a function depends on, best question first, and how many are asked at most.
  function planOf(book, node) {
    const size = book.diagrams.size();
    try {
      return bestPlan(book, node);
    } catch (error) {
      if (error !== TOO_LARGE) throw error;
      book.diagrams.forget(size);
      return gainPlan(book, node);
    } finally {
      book.diagrams.forget(size);
    }
  }

  function bestPlan(book, node) {
    const plans = planner(book);
    const [, most] = plans.solve(node);
    const ranked = plans.support(node).map((level) => {
      const [expected, questions] = plans.asking(node, level);
      return [rounded(expected), questions, book.levels[level], level];
    });
    return { levels: ranked.sort(compared).map((way) => way[3]), most };
  }

  function gainPlan(book, node) {
    const { diagrams: all, weights, efforts } = book;
    const levels = all.levels(node);
    const costs = new Map(levels.map((level) => [level, 0]));
    const cells = levels.reduce((sum, level) => sum + weights[level].length, 0);
    if (all.below(node).length * cells <= MOST_STEPS) {
      const now = entropy(chances(book, node));
      for (const level of levels) {
        let left = 0;
        weights[level].forEach((weight, cell) => {
          const rest = all.restricted(node, new Map([[level, cell]]));
          left += weight * entropy(chances(book, rest));
        });
        costs.set(level, rounded((left - now) / efforts[level]));
      }
    } else {
      for (const [here, chance] of chances(book, node)) {
        const level = all.level(here);
        if (here >= 0) costs.set(level, costs.get(level) - chance / efforts[level]);
      }
    }
    const ranked = levels.map((level) => [costs.get(level), book.levels[level], level]);
    return { levels: ranked.sort(compared).map((way) => way[2]), most: levels.length };
  }

  // How likely each node is on a walk from the top.
  function chances(book, root) {
    const found = new Map([[root, 1]]);
    for (const here of byLevel(book, root)) {
      if (here < 0) continue;
      const weights = book.weights[book.diagrams.level(here)];
      book.diagrams.children(here).forEach((child, cell) => {
        found.set(child, (found.get(child) ?? 0) + found.get(here) * weights[cell]);
      });
    }
    return found;
  }

  function entropy(found) {
    let sum = 0;
    for (const [node, chance] of found) {
      if (node < 0 && chance > 0) sum += chance * Math.log2(chance);
    }
    return -sum;
  }

  // -- answers ---------------------------------------------------------------------------------

  // The data, ready to be asked.
  function read(data) {
    const asked = data.levels.map((place) => data.facts[place]);
    return {
      decisions: data.decisions,
      facts: asked,
      levels: data.levels,
      levelOf: new Map(asked.map((fact, level) => [fact.id, level])),
      weights: asked.map((fact) => fact.weights),
      efforts: asked.map((fact) => fact.effort),
      diagrams: diagrams(data.table),
      plans: new Map(),
    };
  }

  // A case as level to cell; what no rule tests is left out.
  function cellsOf(book, known) {
    const cells = new Map();
    for (const [fact, value] of known) {
      const level = book.levelOf.get(fact);
      if (level === undefined) continue;
      const cell = book.facts[level].cells.findIndex((test) => holds(test, value));
      if (cell < 0) throw new RangeError(`${fact} cannot be ${value}`);
      cells.set(level, cell);
    }
    return cells;
  }

  // For each decision, by its id: what `advise` says (`settled`, `outcome`, `possible`, `rules`,
  // `fault`), the facts that can still `matter` with the best question first, `next`, the question to
  // ask, how many questions at `most` it takes, the `words` of what is possible, and of the rules
  // those that decide for `sure` whatever is still unknown.
  function answers(book, known) {
    const cells = cellsOf(book, known);
    const size = book.diagrams.size();
    try {
      return new Map(
        book.decisions.map((decision) => [decision.id, answer(book, decision, cells, size)]),
      );
    } finally {
      book.diagrams.forget(size);
    }
  }

  function answer(book, decision, cells, lasting) {
    const node = book.diagrams.restricted(decision.root, cells);
    const left = book.diagrams.leaves(node).map((number) => decision.results[number]);
    const settled = left.length === 1;
    const deciding = behind(book, decision, cells, settled ? left[0].outcome : undefined);
    const plan = settled ? { levels: [], most: 0 } : planned(book, node, lasting);
    const matter = plan.levels.map((level) => book.facts[level].id);
    return {
      settled,
      outcome: settled ? left[0].outcome : null,
      possible: left.map((one) => one.outcome),
      words: left.map((one) => one.words),
      fault: settled ? left[0].fault : null,
      rules: settled ? deciding.rules : [],
      sure: deciding.sure,
      otherwise: deciding.otherwise,
      matter,
      next: matter[0] ?? null,
      most: plan.most,
    };
  }

  function planned(book, node, lasting) {
    if (node >= lasting) return planOf(book, node);
    if (!book.plans.has(node)) book.plans.set(node, planOf(book, node));
    return book.plans.get(node);
  }

  // The rules that decide in some completion, those that do so in all, and whether it is certain that
  // none does.
  function behind(book, decision, cells, outcome) {
    const { rules, pairs, conditions, policy } = decision;
    if (pairs) {
      const node = book.diagrams.restricted(decision.behind, cells);
      const numbers = ascending(new Set(book.diagrams.leaves(node).map((one) => pairs[one][1])));
      const found = numbers.filter((number) => number >= 0).map((number) => rules[number].id);
      const alone = numbers.length === 1;
      return { rules: found, sure: alone ? found : [], otherwise: alone && numbers[0] < 0 };
    }
    const holding = conditions.map((one) =>
      book.diagrams.leaves(book.diagrams.restricted(one, cells)),
    );
    const decides = (rule, leaves) =>
      leaves.includes(1) && (policy !== "priority" || rule.outcomes[0] === outcome);
    const found = rules.filter((rule, number) => decides(rule, holding[number]));
    const certain = rules.filter(
      (rule, number) => decides(rule, holding[number]) && !holding[number].includes(0),
    );
    const givesWay = ["unique", "any", "priority"].includes(policy) && outcome === undefined;
    return {
      rules: found.map((rule) => rule.id),
      sure: givesWay ? [] : certain.map((rule) => rule.id),
      otherwise: holding.every((leaves) => !leaves.includes(1)),
    };
  }

  // The facts that could matter in a case, taken for unknown: of those that it knows, which answers
  // make a difference to some decision whatever else is still unknown.
  function differing(book, known) {
    const cells = cellsOf(book, known);
    const size = book.diagrams.size();
    const found = new Set();
    for (const level of cells.keys()) {
      const others = new Map([...cells].filter(([one]) => one !== level));
      const depends = book.decisions.some(({ root }) =>
        book.diagrams.below(book.diagrams.restricted(root, others)).some(
          (node) => book.diagrams.level(node) === level,
        ),
      );
      if (depends) found.add(book.facts[level].id);
      book.diagrams.forget(size);
    }
    return found;
  }

  // The steps of a flowchart that a case goes through, each with the arrow that it takes (null: an end,
  // or a question that is open). `look` gives the values that a name can still have, none where
  // nothing is known of it; when all of them lead the same way, that way is taken.
  function path(steps, look) {
    const found = [];
    for (let number = 0; number !== null; ) {
      const step = steps[number];
      const arrow = step === null ? null : arrowOf(step[1], look(step[0]));
      found.push({ step: number, arrow });
      number = arrow === null ? null : step[1][arrow][1];
    }
    return found;
  }

  function arrowOf(arrows, values) {
    const taken = new Set(values.map((value) => arrows.findIndex(([test]) => holds(test, value))));
    const [arrow] = taken;
    return taken.size === 1 && arrow >= 0 ? arrow : null;
  }

  return { read, answers, differing, path, holds, isWithin };
})();
