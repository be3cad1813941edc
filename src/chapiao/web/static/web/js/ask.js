// The one large field: files by drop, paste and button, folders too; sent with a progress bar.
import { dropped } from "./dropped.js";

// What the service answered: where to go, or what is wrong.
function understood(request) {
  const kept = "文件和填写的内容还在这里";
  try {
    return JSON.parse(request.responseText);
  } catch {
    if (request.status === 403 || request.responseURL.includes("/login/")) {
      return { problem: `登录已过期，没有收下。${kept}：请在新标签页登录，再回来按一次“查”。` };
    }
    return { problem: `服务没有收下（${request.status}）。${kept}，请过一会儿再试。` };
  }
}

export function ask(form) {
  if (!form) return;
  const part = (name) => form.querySelector(`[data-${name}]`);
  const picker = form.querySelector("input[name=file]");
  const folder = part("folder")?.querySelector("input");
  const camera = part("camera")?.querySelector("input");
  const text = form.querySelector("textarea[name=text]");
  const chosen = []; // [{file, path}]

  const say = (words) => {
    const line = part("problem");
    line.textContent = words;
    line.hidden = !words;
  };

  function show() {
    const list = part("files");
    list.replaceChildren(
      ...chosen.slice(0, 30).map((one, at) => {
        const item = document.createElement("li");
        const name = document.createElement("span");
        name.className = "clip";
        name.textContent = one.path;
        name.title = one.path;
        const drop = document.createElement("button");
        drop.type = "button";
        drop.textContent = "×";
        drop.setAttribute("aria-label", `不要 ${one.path}`);
        drop.addEventListener("click", () => {
          chosen.splice(at, 1);
          show();
        });
        item.append(name, drop);
        return item;
      }),
    );
    if (chosen.length > 30) list.append(`…共 ${chosen.length} 个文件`);
    list.hidden = chosen.length === 0;
  }

  function add(items) {
    chosen.push(...items.filter((one) => !one.file.name.startsWith(".")));
    say("");
    show();
  }
  const plain = (files) =>
    [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));

  for (const input of [picker, folder, camera]) {
    input?.addEventListener("change", () => {
      add(plain(input.files));
      input.value = "";
    });
  }

  addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("over");
  });
  addEventListener("drop", async (event) => {
    form.classList.remove("over");
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    add(await dropped(event.dataTransfer));
    if (chosen.length) form.requestSubmit();
  });
  document.addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    add(plain(event.clipboardData.files));
  });
  text.addEventListener("keydown", (event) => {
    // Enter asks; Shift+Enter makes a line; Enter of an input method only chooses a word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit();
  });

  form.addEventListener("submit", (event) => {
    if (!chosen.length) {
      const typed = [...form.querySelectorAll("textarea, [data-more] input, input[name=number]")];
      if (typed.some((one) => one.value.trim())) return;
      event.preventDefault();
      say("还没有要查的：请粘贴号码或文字，把文件拖进来，或在“更多条件”里填一项。");
      text.focus();
      return;
    }
    event.preventDefault();
    const size = chosen.reduce((sum, one) => sum + one.file.size, 0);
    if (size > Number(form.dataset.limit)) {
      say(`这些文件共 ${Math.ceil(size / 1048576)} MB，超过一次 200 MB 的上限。文件还在这里，请分几次交。`);
      return;
    }
    send();
  });

  function send() {
    const data = new FormData(form);
    const fresh = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (fresh) data.set("csrfmiddlewaretoken", fresh[1]); // signed in again in another tab
    data.delete("file");
    for (const one of chosen) {
      data.append("file", one.file, one.file.name);
      data.append("paths", one.path);
    }
    const request = new XMLHttpRequest();
    const bar = part("progress");
    const busy = (on) => {
      bar.hidden = !on;
      part("go").disabled = on;
    };
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      const done = Math.floor((100 * event.loaded) / event.total);
      bar.querySelector("progress").value = done;
      part("progress-text").textContent = `已上传 ${done}%，共 ${chosen.length} 个文件`;
    });
    request.addEventListener("load", () => {
      const told = understood(request);
      if (told.url) {
        location.assign(told.url);
        return;
      }
      busy(false);
      say(told.problem);
    });
    request.addEventListener("error", () => {
      busy(false);
      say("上传中断：网络不通。文件和填写的内容还在这里，请再按一次“查”。");
    });
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "fetch");
    busy(true);
    say("");
    request.send(data);
  }
  addEventListener("pageshow", (event) => {
    if (event.persisted) part("go").disabled = false; // back from the answer
  });
}
