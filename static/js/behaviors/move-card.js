// Moves a card of the board to another column: the same POST as the Move form, answered with both columns as HTML.
// The page shows the server's columns and sums, or puts the card back and says why. Used by drag-cards and board-keys.
const moveCard = async (card, column) => {
  const board = card.closest(".board");
  const from = card.closest(".column");
  if (column === from) return;
  // Winning and losing ask questions first: their page asks them.
  if (column.dataset.closes) {
    location.assign(`${movePage(card)}?to=${encodeURIComponent(column.dataset.stage)}`);
    return;
  }
  const after = card.nextSibling;
  const id = card.id;
  const focused = card.contains(document.activeElement);
  $(".cards", column).prepend(card);
  const answer = await sendMove(card, column).catch(() => null);
  const said = answer && $("[role=status]", answer.page)?.textContent;
  if (answer?.ok && showColumns(answer.page, [from, column])) {
    say(said || "");
  } else {
    // Refused: the card goes home, and whatever columns came along show where it really is by now.
    $(".cards", from).insertBefore(card, after);
    if (answer) showColumns(answer.page, [...board.children].filter(old => answer.page.getElementById(old.id)));
    say(said || board.dataset.failed);
  }
  if (focused) $("h3 a", document.getElementById(id) ?? board)?.focus();
};

const movePage = card => `${$("h3 a", card).pathname}/move`;

const sendMove = async (card, column) => {
  const form = document.getElementById("bulk");
  // The box of a card says which deal it is and at which version it was drawn.
  const [deal, version] = $("[name=deal]", card).value.split("-");
  const fields = new URLSearchParams({
    csrf: form.elements.csrf.value,
    return: form.elements.return.value,
    deal,
    version,
    to: column.dataset.stage,
  });
  const answer = await fetch(form.action, { method: "POST", headers: { "X-Fragment": "1" }, body: fields });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { ok: answer.ok && !answer.redirected, page };
};

// Both columns or none: half an answer is no answer.
const showColumns = (page, columns) => {
  const fresh = columns.map(column => page.getElementById(column.id));
  if (fresh.includes(null)) return false;
  columns.forEach((column, i) => {
    column.replaceWith(fresh[i]);
    start(fresh[i]);
    fresh[i].dispatchEvent(new CustomEvent("column-shown", { bubbles: true }));
  });
  return true;
};
