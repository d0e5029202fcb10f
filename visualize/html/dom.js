// Small helpers for building elements; texts only ever become text.
const dom = (() => {
  "use strict";

  const byId = (id) => document.getElementById(id);

  // An element with attributes (true: without a value; false and undefined: none) and children.
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== false && value !== undefined) {
        element.setAttribute(name, value === true ? "" : value);
      }
    }
    element.append(...children.flat());
    return element;
  }

  function button(words, act, kind = "quiet", unseen = "") {
    const rest = unseen ? [make("span", { class: "unseen" }, ` ${unseen}`)] : [];
    const made = make("button", { type: "button", class: kind }, words, ...rest);
    made.addEventListener("click", act);
    return made;
  }

  // A row of buttons; null stands for none.
  const row = (...children) =>
    make("div", { class: "row" }, ...children.filter((child) => child !== null));

  return { byId, make, button, row };
})();
