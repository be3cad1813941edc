// Keyboard: "/" goes to the search, "N" to a new look-up, Esc closes what is open.
// A key that belongs to an input method (isComposing) or to a field is left alone.

const typing = (node) =>
  node instanceof HTMLElement &&
  (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName));

function field() {
  return document.querySelector("form[data-ask] textarea, [data-slash]");
}

function closeOpen() {
  for (const menu of document.querySelectorAll("details[data-closes][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
}

function pressed(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    closeOpen();
    if (typing(document.activeElement)) document.activeElement.blur();
    return;
  }
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "/" || event.key === "、") {
    event.preventDefault();
    field()?.focus();
  } else if (event.key === "n" || event.key === "N") {
    event.preventDefault();
    const home = document.querySelector("a.brand");
    if (document.querySelector("form[data-ask]")) field().focus();
    else if (home) location.assign(home.href);
  }
}

export function keys() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-closes][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}
