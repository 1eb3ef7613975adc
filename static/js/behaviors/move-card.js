// The way to a card's Move page, which leads back to this board; a card that is not the reader's to move has none.
const moveLink = card => $("a[href*='/move?']", card);

// Moves a card of the board to another column: the same POST as the Move form, answered with both columns as HTML.
// The page shows the server's columns and sums, or puts the card back and says why. Used by drag-cards and board-keys.
const moveCard = async (card, column) => {
  const board = card.closest(".board");
  const from = card.closest(".column");
  // One at a time: which version the card has next is not known before the answer.
  if (column === from || !moveLink(card) || board.ariaBusy) return;
  const after = card.nextSibling;
  const id = card.id;
  const focused = card.contains(document.activeElement);
  board.ariaBusy = "true";
  $(".cards", column).prepend(card);
  const answer = await sendMove(card, from, column).catch(() => null);
  board.ariaBusy = null;
  const said = answer && $("[role=status]", answer.page)?.textContent;
  if (answer?.ok && showColumns(answer.page, [from, column])) {
    say(said);
    $("#said").append(" ", $("#undo", answer.page) ?? "");
  } else {
    // Refused: the card goes home, and whatever columns came along show where it really is by now.
    $(".cards", from).insertBefore(card, after);
    const known = answer ? [...board.children].filter(old => answer.page.getElementById(old.id)) : [];
    // A stage that asks something sends on to its questions, and an ended sign-in to the door.
    if (answer?.redirected && !known.length) return location.assign(answer.url);
    showColumns(answer?.page, known);
    say(said || board.dataset.failed);
  }
  // A long column shows its first cards only, and the moved one may not be among them.
  if (focused) focusCard(document.getElementById(id) ?? $(`#${column.id} .deal`));
};

// The line is there from the start: readers of screens watch a line for what changes in it, not for its coming.
const say = text => { $("#said").textContent = text; };

const sendMove = async (card, from, column) => {
  const form = document.getElementById("bulk");
  const [deal, version] = $("[name=deal]", card).value.split("-");
  const fields = new URLSearchParams({
    csrf: form.elements.csrf.value,
    return: form.elements.return.value,
    deal,
    version,
    from: from.dataset.stage,
    to: column.dataset.stage,
  });
  const answer = await fetch(form.action, { method: "POST", headers: { "X-Fragment": "1" }, body: fields });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { ok: answer.ok && !answer.redirected, redirected: answer.redirected, url: answer.url, page };
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
