// Wakes the pages' small parts. Every page does its main job without any of this.
import { ask } from "./ask.js";
import { copy } from "./copy.js";
import { drawer } from "./drawer.js";
import { files } from "./files.js";
import { focus } from "./focus.js";
import { keys } from "./keys.js";
import { ledger } from "./ledger.js";
import { passkey } from "./passkey.js";
import { poll } from "./poll.js";

document.documentElement.classList.add("js");
for (const one of document.querySelectorAll(".only-js")) one.hidden = false;

ask(document.querySelector("form[data-ask]"));
poll(document.querySelector("[data-poll]"));
copy();
drawer();
ledger();
files();
focus();
keys();
passkey();
