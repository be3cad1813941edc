// 体检: what this browser is, and which addresses answer it. Nothing of their pages is read.

const PATIENCE = 8000; // milliseconds

function popups() {
  const opened = window.open("", "_blank", "width=120,height=80");
  if (!opened) return false;
  opened.close();
  return true;
}

function cookies() {
  if (!navigator.cookieEnabled) return false;
  document.cookie = "fitness=1; path=/; SameSite=Lax; max-age=60";
  return document.cookie.includes("fitness=1");
}

async function platform() {
  const told = navigator.userAgentData?.getHighEntropyValues?.(["platformVersion"]);
  return (await told?.catch(() => null))?.platformVersion ?? "";
}

function origin(address) {
  try {
    return new URL(address).origin;
  } catch {
    return "";
  }
}

// Our policy lets no answer be followed to another site: that it tried to go there is told here.
const moved = new Set();
document.addEventListener("securitypolicyviolation", (event) => {
  if (event.effectiveDirective === "connect-src") moved.add(origin(event.blockedURI));
});

async function reach(address) {
  const url = new URL(address);
  if (location.protocol === "https:" && url.protocol === "http:")
    return { reached: null, because: "浏览器不让安全页面去连 http 地址，请直接打开它看" };
  const start = performance.now();
  const quit = new AbortController(); // older browsers have no AbortSignal.timeout
  const timer = setTimeout(() => quit.abort(), PATIENCE);
  const asked = {
    mode: "no-cors",
    cache: "no-store",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    signal: quit.signal,
  };
  const answered = await fetch(address, asked).then(
    () => true,
    () => false,
  );
  clearTimeout(timer);
  const ms = Math.round(performance.now() - start);
  await new Promise((done) => setTimeout(done, 0)); // the policy's event comes after the answer
  const away = !answered && moved.has(url.origin);
  return { reached: answered || away, ms, moved: away };
}

async function attempt(row) {
  const word = row.querySelector("[data-word]");
  word.textContent = "正在试";
  word.className = "state state-blue";
  const found = await reach(row.dataset.try);
  const colour = found.reached === null ? "grey" : found.reached ? "green" : "red";
  word.textContent = found.reached === null ? "未执行" : found.reached ? "连得上" : "连不上";
  word.className = `state state-${colour}`;
  return [row, found];
}

async function examine(form, opened) {
  const progress = form.querySelector("[data-progress]");
  const rows = [...document.querySelectorAll("[data-try]")];
  let done = 0;
  const tell = () => (progress.textContent = `正在试，${done} / ${rows.length}`);
  tell();
  const tried = await Promise.all(
    rows.map(async (row) => {
      const found = await attempt(row);
      done += 1;
      tell();
      return found;
    }),
  );
  const control = tried.find(([row]) => "control" in row.dataset);
  const entries = tried.filter(([row]) => row.dataset.name);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  const told = {
    platform: await platform(),
    online: navigator.onLine,
    zone,
    minutes: -new Date().getTimezoneOffset(),
    cookies: cookies(),
    popups: opened,
    width: screen.width,
    safe: location.protocol === "https:",
    control: control?.[1] ?? null,
    entries: Object.fromEntries(entries.map(([row, found]) => [row.dataset.name, found])),
    at: Date.now(),
  };
  form.querySelector("input[name=told]").value = JSON.stringify(told);
  form.submit();
}

const form = document.querySelector("form[data-fitness]");
for (const one of document.querySelectorAll("[data-old]")) one.hidden = true;
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  examine(form, popups());
});
