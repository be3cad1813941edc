// Long work: fetches the same page's live part until it says that it is finished.

const SOON = 200; // most files are read before anybody looks
const EVERY = 700;
const PATIENCE = 5000;

export function poll(box) {
  if (!box) return;
  let pace = SOON;
  const wait = (time) => setTimeout(again, time);

  async function again() {
    let response;
    try {
      response = await fetch(location.href, { headers: { "X-Part": "1" } });
    } catch {
      say("连不上服务，正在重试。文件已经保存，关掉页面也不会丢。");
      wait(PATIENCE);
      return;
    }
    if (response.redirected) return location.reload(); // signed out meanwhile
    if (response.status >= 500) return wait(PATIENCE);
    const goTo = response.headers.get("X-Go-To");
    if (goTo) return location.replace(goTo);
    box.innerHTML = await response.text();
    if (response.headers.get("X-Done")) return;
    pace = Math.min(pace * 1.5, EVERY);
    wait(document.hidden ? PATIENCE : pace);
  }

  function say(text) {
    const line = box.querySelector("[data-poll-text]");
    if (line) line.textContent = text;
  }

  wait(pace);
}
