// One box in the head of a list ticks every row of the page. Hidden until this runs, for it does nothing alone.
behaviors["tick-all"] = box => {
  const rows = () => document.querySelectorAll("tbody [form=bulk][type=checkbox]");
  box.closest("[hidden]")?.removeAttribute("hidden");
  box.addEventListener("change", () => rows().forEach(row => { row.checked = box.checked; }));
};
