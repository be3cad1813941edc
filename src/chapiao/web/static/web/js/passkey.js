// Passkeys: the browser makes one or signs with one; the server says what and checks it.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const WHY = {
  InvalidStateError: "这台设备已经添加过了",
  NotAllowedError: "没有完成，或等得太久，请再试一次",
  SecurityError: "这个地址不能用通行密钥：请用域名和 HTTPS 打开（本机试用请用 localhost）",
};

async function post(address, body) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const response = await fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": token, "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
  const told = await response.json().catch(() => ({ text: "没有成功，请刷新页面再试" }));
  if (told.text) throw new Error(told.text);
  return told;
}

function request(options) {
  const wanted = { ...options, challenge: bytes(options.challenge) };
  if (wanted.user) wanted.user = { ...wanted.user, id: bytes(wanted.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"])
    if (wanted[list]) wanted[list] = wanted[list].map((one) => ({ ...one, id: bytes(one.id) }));
  return wanted;
}

function answer(made) {
  const response = {};
  for (const name of [
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
    "userHandle",
  ])
    if (made.response[name]) response[name] = text(made.response[name]);
  return { id: made.id, rawId: text(made.rawId), type: made.type, response };
}

async function go(button) {
  const { passkey: act, options, answer: to, next } = button.dataset;
  const told = await post(options, {});
  if (told.go) return told.go; // it wants to know first that it is still you
  const made = await navigator.credentials[act]({ publicKey: request(told.publicKey) });
  return (await post(to, { answer: answer(made), next })).go;
}

export function passkey() {
  if (!window.PublicKeyCredential) return;
  for (const one of document.querySelectorAll(".only-passkey")) one.hidden = false;
  const says = document.querySelector("[data-passkey-says]");
  for (const button of document.querySelectorAll("[data-passkey]"))
    button.addEventListener("click", async () => {
      button.disabled = true;
      says.hidden = true;
      try {
        window.location.assign(await go(button));
      } catch (error) {
        says.textContent = WHY[error.name] ?? error.message;
        says.hidden = false;
        button.disabled = false;
      }
    });
}
