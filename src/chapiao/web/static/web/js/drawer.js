// The right-hand drawer: a link with data-drawer opens its page's main part beside the table.

async function fetchPart(url) {
  const response = await fetch(url, { headers: { "X-Part": "1" } });
  if (response.redirected) return location.assign(url); // signed out meanwhile
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}

export function drawer() {
  const box = document.querySelector("dialog.drawer-side");
  if (!box) return;
  const body = box.querySelector("[data-drawer-body]");
  let opener = null;

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-drawer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    opener = link;
    body.textContent = "正在打开…";
    if (!box.open) box.showModal();
    try {
      const html = await fetchPart(link.href);
      if (html !== undefined) body.innerHTML = html;
    } catch {
      body.textContent = "没有打开：网络或服务暂时不通。表格没有变，请再点一次。";
    }
  });
  box.addEventListener("click", (event) => {
    if (event.target === box || event.target.closest("[data-close]")) box.close();
  });
  box.addEventListener("close", () => opener?.focus());
}
