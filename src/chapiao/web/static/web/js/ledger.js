// The ledger: a click selects a row; choosing a filter sends the form at once.

export function ledger() {
  document.addEventListener("click", (event) => {
    const row = event.target.closest(".ledger tbody tr");
    if (!row || event.target.closest("a, button")) return;
    if (String(getSelection())) return; // somebody is marking text to copy
    const was = row.getAttribute("aria-selected") === "true";
    row.setAttribute("aria-selected", String(!was));
  });
  for (const one of document.querySelectorAll("form[data-filters] select")) {
    one.addEventListener("change", () => one.form.requestSubmit());
  }
}
