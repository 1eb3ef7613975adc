// "?" opens the list of keys, made from the data-key elements this page has.
behaviors["key-list"] = dialog => {
  const list = $("dl", dialog);
  const words = element => [...element.childNodes].filter(node => !node.matches?.(".count")).map(node => node.textContent);
  const describe = element => element.getAttribute("aria-label") || words(element).join("").trim();
  const addLine = element => {
    const term = document.createElement("dt");
    for (const key of element.dataset.key) {
      term.append(Object.assign(document.createElement("kbd"), { textContent: key }), " ");
    }
    const meaning = Object.assign(document.createElement("dd"), { textContent: describe(element) });
    list.append(term, meaning);
  };
  addEventListener("keydown", event => {
    if (event.key !== "?" || isTyping(event) || dialog.open) return;
    event.preventDefault();
    if (!dialog.dataset.filled) document.querySelectorAll("[data-key]").forEach(addLine);
    dialog.dataset.filled = "yes";
    dialog.showModal();
  });
};
