// A link to a field opens what it is folded into, and puts the cursor there.

export function focus() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-focus]");
    const at = link?.getAttribute("href") ?? "";
    const field = at.startsWith("#") ? document.getElementById(at.slice(1)) : null;
    if (!field) return;
    event.preventDefault();
    const folded = field.closest("details");
    if (folded) folded.open = true;
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });
}
