// Cards of the board can be dragged to another column with a mouse or pen; touch scrolls instead.
behaviors["drag-cards"] = board => {
  if (!matchMedia("(pointer: fine)").matches) return;
  let card = null;
  const mark = over => {
    for (const column of board.querySelectorAll(".column")) column.classList.toggle("over", column === over);
  };
  const enable = () => board.querySelectorAll(".deal:has([name=deal])").forEach(deal => { deal.draggable = true; });
  enable();
  board.addEventListener("column-shown", enable);

  board.addEventListener("dragstart", event => {
    // A link or text inside a card keeps its own drag only when it is selected text; links are part of the card.
    card = event.target.closest?.(".deal") ?? null;
    if (!card) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", $("h3 a", card)?.href ?? "");
    requestAnimationFrame(() => card?.classList.add("drag"));
  });

  board.addEventListener("dragover", event => {
    const column = event.target.closest(".column");
    if (!card || !column) return;
    event.preventDefault();
    mark(column === card.closest(".column") ? null : column);
    scrollAtEdge(board, event.clientX);
  });

  board.addEventListener("dragend", () => {
    card?.classList.remove("drag");
    card = null;
    mark(null);
  });

  board.addEventListener("drop", event => {
    const column = event.target.closest(".column");
    if (!card || !column) return;
    event.preventDefault();
    card.classList.remove("drag");
    moveCard(card, column);
    card = null;
    mark(null);
  });
};

// A board wider than the screen moves on while a card is held near its edge.
const scrollAtEdge = (board, x) => {
  const { left, right } = board.getBoundingClientRect();
  if (x < left + 48) board.scrollLeft -= 12;
  if (x > right - 48) board.scrollLeft += 12;
};
