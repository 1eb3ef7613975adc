// Single-key shortcuts. The key is written on the element it belongs to: data-key="/", "n", "e", or "gl" for g then l.
// j and k walk the rows of the list, x ticks the row the keyboard is in.
behaviors["shortcuts"] = () => {
  if (keysOff) return;
  let prefix = "";
  addEventListener("keydown", event => {
    if (isTyping(event) || event.defaultPrevented) return;
    const keys = prefix + event.key;
    prefix = "";
    if (keys === "g") {
      prefix = "g";
      setTimeout(() => { prefix = ""; }, 1500);
    } else if (keys === "j" || keys === "k") {
      walkRows(keys === "j" ? 1 : -1);
    } else if (keys === "x") {
      $("[type=checkbox]", document.activeElement.closest("tr") ?? document.createElement("i"))?.click();
    } else {
      pressElement(event, document.querySelector(`[data-key="${CSS.escape(keys)}"]`));
    }
  });
};

// A link or button is pressed, a menu opened, a field entered.
const pressElement = (event, element) => {
  if (!element) return;
  event.preventDefault();
  element.focus();
  if (element.matches("a, button, summary")) element.click();
};

const walkRows = step => {
  const links = [...document.querySelectorAll(".list tbody th a, .related li a")];
  if (!links.length) return;
  const row = document.activeElement.closest("tr, li");
  const at = links.findIndex(link => row?.contains(link));
  links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)].focus();
};
