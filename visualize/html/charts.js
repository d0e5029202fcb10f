// The way of a case through the drawn flowcharts: what lies on it gets the class `lit`, the question at
// which it stops `here`, and all else `dim`.
const charts = (all) => {
  "use strict";

  const figures = [...document.querySelectorAll(".drawing")].map((drawing) => ({
    frame: drawing.parentElement,
    boxes: [...drawing.querySelectorAll(".step[data-part]:not(.title)")],
    ways: [...drawing.querySelectorAll(".way[data-part]")],
  }));

  function show(given, answers) {
    const legend = document.getElementById("legend");
    if (legend) legend.hidden = given.size === 0;
    all.forEach((chart, place) => {
      const { frame, boxes, ways } = figures[place];
      for (const element of [...boxes, ...ways]) {
        element.classList.remove("lit", "here", "dim");
        element.classList.toggle("dim", given.size > 0);
      }
      const parts = given.size > 0 ? chart.parts : [];
      parts.forEach((part, number) => {
        const mine = (element) => Number(element.dataset.part) === number;
        const path = walk.path(part, (name) => look(chart, name, given, answers));
        light(path, boxes.filter(mine), ways.filter(mine), part);
      });
      bring(frame, boxes);
    });
  }

  // On a phone a drawing is wider than its frame: shows where the way stops, or else where it begins.
  function bring(frame, boxes) {
    const box =
      boxes.find((one) => one.matches(".here")) ??
      boxes.findLast((one) => one.matches(".lit")) ??
      boxes.find((one) => "root" in one.dataset);
    if (!box) return;
    const [inner, outer] = [box.getBoundingClientRect(), frame.getBoundingClientRect()];
    frame.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  }

  // The values that a question can still have: a known fact has one, an earlier decision those that are
  // still possible, unless it may have no outcome at all.
  function look(chart, name, given, answers) {
    const asked = chart.asked.find((one) => one.name === name);
    if (!asked) return given.has(name) ? [given.get(name)] : [];
    const { possible } = answers.get(asked.decision);
    if (possible.includes(null)) return [];
    return possible.map((outcome) => {
      if (!Array.isArray(outcome)) return outcome;
      return asked.about === "empty" ? outcome.length === 0 : outcome.includes(asked.outcome);
    });
  }

  // Follows the lines as they are drawn, from the root: a step may be drawn several times, a sign at the
  // top or a connector to another tree is no step, and what asks about the rest of the answers may
  // stand apart. In a drawing without places each step is drawn once.
  function light(path, boxes, ways, part) {
    const taken = new Map(path.map(({ step, arrow }) => [step, arrow]));
    const boxAt = new Map(boxes.map((box) => [placeOf(box), box]));
    const seen = new Set();
    const follow = (box) => {
      if (!box || seen.has(box)) return;
      seen.add(box);
      const step = box.dataset.step === undefined ? null : Number(box.dataset.step);
      const stops = step !== null && taken.get(step) === null;
      lit(box, stops && part[step] !== null ? "here" : "lit");
      if (stops) return;
      if (box.classList.contains("link")) {
        follow(boxes.find((one) => isSignOf(one, box)));
        return;
      }
      const out = ways.filter((way) => startOf(way) === placeOf(box));
      const mine = out.filter((way) => Number(way.dataset.arrow) === taken.get(step));
      for (const way of mine.length ? mine : out.filter((one) => !("arrow" in one.dataset))) {
        lit(way, "lit");
        follow(boxAt.get(endOf(way, part)));
      }
    };
    follow(boxes.find((box) => "root" in box.dataset));
  }

  const placeOf = (box) => box.dataset.place ?? `step ${box.dataset.step}`;
  const startOf = (way) => way.dataset.fromPlace ?? `step ${way.dataset.from}`;

  function endOf(way, part) {
    const { toPlace, from, arrow } = way.dataset;
    return toPlace ?? `step ${part[Number(from)][1][Number(arrow)][1]}`;
  }

  function isSignOf(box, link) {
    return box.classList.contains("start") && box.dataset.name === link.dataset.name;
  }

  function lit(element, name) {
    element.classList.remove("dim");
    element.classList.add(name);
  }

  return { show };
};
