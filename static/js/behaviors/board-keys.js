// The board by keyboard: arrows walk cards and columns, Shift with an arrow moves the card one stage,
// Space ticks it, m opens its Move page. Enter is the link's own.
behaviors["board-keys"] = board => {
  if (keysOff) return;
  board.addEventListener("keydown", event => {
    const card = event.target.closest(".deal");
    if (!card || isTyping(event)) return;
    const act = keyAction(event, card);
    if (!act) return;
    event.preventDefault();
    act();
  });
};

const keyAction = (event, card) => {
  const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (sideways) {
    const step = getComputedStyle(card).direction === "rtl" ? -sideways : sideways;
    const column = columnBeside(card.closest(".column"), step);
    if (!column) return null;
    return event.shiftKey ? () => moveCard(card, column) : () => focusCard(nearestIn(column, card));
  }
  if (event.key === "ArrowDown") return () => focusCard(card.nextElementSibling);
  if (event.key === "ArrowUp") return () => focusCard(card.previousElementSibling);
  if (event.key === "m") return () => location.assign(movePage(card));
  if (event.key === " " && !event.target.matches("input")) return () => $("[type=checkbox]", card)?.click();
  return null;
};

const columnBeside = (column, step) => {
  const columns = [...column.parentElement.querySelectorAll(":scope > .column")];
  return columns[columns.indexOf(column) + step];
};

// The card of a column that is beside this one on the screen.
const nearestIn = (column, card) => {
  const top = card.getBoundingClientRect().top;
  const far = deal => Math.abs(deal.getBoundingClientRect().top - top);
  return [...column.querySelectorAll(".deal")].sort((a, b) => far(a) - far(b))[0];
};

const focusCard = card => {
  const link = card && $("h3 a", card);
  link?.focus();
  card?.scrollIntoView({ block: "nearest", inline: "nearest" });
};
