// An open menu closes with Escape or a click elsewhere, as people expect of menus.
behaviors["close-menus"] = () => {
  const close = except => {
    for (const menu of document.querySelectorAll(".menu[open]")) if (menu !== except) menu.open = false;
  };
  addEventListener("click", event => close(event.target.closest(".menu")));
  addEventListener("keydown", event => {
    const menu = event.key === "Escape" && event.target.closest(".menu[open]");
    if (!menu) return;
    menu.open = false;
    $("summary", menu).focus();
  });
};
