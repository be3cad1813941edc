// The ledger: a click selects a row; choosing a filter sends the form at once; what is
// blank stays out of the address.

export function ledger() {
  document.addEventListener("click", (event) => {
    const row = event.target.closest(".ledger tbody tr");
    if (!row || event.target.closest("a, button")) return;
    if (String(getSelection())) return; // somebody is marking text to copy
    const was = row.getAttribute("aria-selected") === "true";
    row.setAttribute("aria-selected", String(!was));
  });
  const form = document.querySelector("form[data-filters]");
  if (!form) return;
  for (const one of form.querySelectorAll("select")) {
    one.addEventListener("change", () => form.requestSubmit());
  }
  form.addEventListener("submit", () => {
    const blank = [...form.elements].filter((one) => one.name && !one.value);
    for (const one of blank) one.disabled = true;
    setTimeout(() => blank.forEach((one) => (one.disabled = false))); // for the way back
  });
}
