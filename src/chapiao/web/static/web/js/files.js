// File buttons beside the one large field: say what was chosen; a form with data-drop takes drops.

function told(input) {
  const line = input.closest(".picked-line")?.querySelector("[data-picked]");
  if (line) line.textContent = [...input.files].map((file) => file.name).join("、");
}

export function files() {
  document.addEventListener("change", (event) => {
    if (event.target.type === "file") told(event.target);
  });
  const form = document.querySelector("form[data-drop]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("over");
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    told(input);
  });
}
