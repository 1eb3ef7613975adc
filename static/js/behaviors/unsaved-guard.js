// Asks before typed text is lost by leaving the page; sending the form is not leaving.
behaviors["unsaved-guard"] = form => {
  const typed = () => new URLSearchParams(new FormData(form)).toString();
  // A form that came back with a problem holds text that is saved nowhere.
  const before = $("[aria-invalid=true]", form) ? "" : typed();
  let sending = false;
  form.addEventListener("submit", () => { sending = true; });
  addEventListener("pageshow", () => { sending = false; });
  addEventListener("beforeunload", event => {
    if (!sending && typed() !== before) event.preventDefault();
  });
};
