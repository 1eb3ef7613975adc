// Ctrl+Enter (or Cmd+Enter) in a text box sends its form: a call is logged without leaving the keyboard.
behaviors["send-keys"] = form => {
  form.addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
};
