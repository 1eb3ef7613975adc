// Everything in this file is an extra: every job works without it. The build joins app.js and behaviors/*.js into one
// function and calls start() at its end. A behaviour is a function in `behaviors`, named for what it does, and is given
// the element that asked for it with data-behavior="its-name another-name".
const behaviors = {};

// A behaviour that fails is reported and left out; the page and its forms go on working.
const start = (root = document) => {
  for (const element of root.querySelectorAll("[data-behavior]")) {
    for (const name of element.dataset.behavior.split(" ")) {
      try {
        behaviors[name]?.(element);
      } catch (error) {
        console.error(name, error);
      }
    }
  }
};

const $ = (selector, root = document) => root.querySelector(selector);

// Single keys belong to the page only outside fields and without modifiers, and only while the reader wants them. A dialog
// that has just closed keeps the focus until the page is drawn again: the key pressed meanwhile is the page's already.
const keysOff = document.documentElement.dataset.keys === "off";
const isTyping = event =>
  event.ctrlKey || event.metaKey || event.altKey || event.isComposing ||
  event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable], dialog[open]");
