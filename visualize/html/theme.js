// Light or dark: as the reader's machine says, until the switch on the page says otherwise.
const theme = (() => {
  "use strict";

  function start() {
    const style = dom.byId("dark");
    const toggle = dom.byId("theme");
    const wish = window.matchMedia("(prefers-color-scheme: dark)");
    let dark = wish.matches;
    const paint = () => {
      style.media = dark ? "screen" : "not all";
      toggle.setAttribute("aria-pressed", String(dark));
    };
    toggle.hidden = false;
    toggle.addEventListener("click", () => {
      dark = !dark;
      paint();
    });
    wish.addEventListener("change", () => {
      dark = wish.matches;
      paint();
    });
    paint();
  }

  return { start };
})();
