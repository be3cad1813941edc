// Copy buttons and the print button.

async function put(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const box = document.createElement("textarea"); // http:// on a company network has no clipboard
  box.value = text;
  box.className = "seen";
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
}

export function copy() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const before = button.textContent;
    try {
      await put(button.dataset.copy);
      button.textContent = "已复制";
    } catch {
      button.textContent = "请手工复制";
    }
    setTimeout(() => (button.textContent = before), 1500);
  });
  document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
}
