// Keeps a page of the classroom up to date, and sends its forms without loading it again. All of it works without.
const kind = document.body.dataset.live;
const base = kind === "student" ? "" : `/${kind}`;
const status = document.getElementById("status");
const clock = document.getElementById("clock");
let version = Number(document.body.dataset.version);
let socket = null, wait = 500, retry = 0, asking = null, failures = 0;
let ends = null, paused = false;

// What is told covers what is below it, so it goes by itself; that there is no connection stays until there is one.
let telling = 0;
function say(text) {
  if (status && status.textContent !== text) status.textContent = text;
  clearTimeout(telling);
  if (status && text && text !== status.dataset.offline) telling = setTimeout(() => say(""), 5000);
}

function tick() {
  if (!clock || !ticking) return;
  const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  const text = paused ? clock.dataset.paused : ends === null ? "" : clock.dataset.label.replace("{time}", time);
  if (clock.textContent !== text) clock.textContent = text;
}
let ticking = false;
setInterval(tick, 250);

// While a button is held or a list is open nothing under it is replaced: the click would be lost.
let pressed = false;
const waiting = new Map();
function busy(place) {
  const at = document.activeElement;
  return pressed || (at && at.tagName === "SELECT" && at.dataset.open && place.contains(at));
}
function settle() {
  const late = [...waiting];
  waiting.clear();
  for (const [id, html] of late) replace(id, html);
  if (late.length) mark();
}
addEventListener("pointerdown", (event) => {
  pressed = true;
  if (event.target.tagName === "SELECT") event.target.dataset.open = "1";
}, true);
for (const name of ["pointerup", "pointercancel", "blur"]) {
  addEventListener(name, () => { pressed = false; setTimeout(settle, 0); }, true);
}
for (const name of ["change", "focusout"]) {
  addEventListener(name, (event) => { if (event.target.dataset) delete event.target.dataset.open; setTimeout(settle, 0); }, true);
}

// What somebody has filled in and not sent yet.
function written(field) {
  if (field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
  const first = Math.max(0, [...field.options].findIndex((o) => o.defaultSelected));
  return field.selectedIndex !== first;
}

// New content keeps what is being written and where the focus is.
function replace(id, html) {
  const place = document.getElementById(id);
  if (!place) return;
  if (busy(place)) { waiting.set(id, html); return; }
  waiting.delete(id);
  if (place.dataset.shown === html) return;
  const kept = new Map(), open = new Set();
  for (const field of place.querySelectorAll("input[id], textarea[id], select[id]")) {
    if (written(field)) kept.set(field.id, field.type === "radio" ? field.checked : field.value);
  }
  place.querySelectorAll("details[open] > summary").forEach((s) => open.add(s.textContent));
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const name = focused && (focused.id ? `#${CSS.escape(focused.id)}` : null);
  const label = focused && (focused.getAttribute("aria-label") || focused.textContent);
  place.innerHTML = html;
  place.dataset.shown = html;
  for (const [field, value] of kept) {
    const again = place.querySelector(`#${CSS.escape(field)}`);
    if (!again) continue;
    if (again.type === "radio") again.checked = value;
    else if (again.tagName !== "SELECT" || [...again.options].some((o) => o.value === value)) again.value = value;
  }
  place.querySelectorAll("details > summary").forEach((s) => { if (open.has(s.textContent)) s.parentNode.open = true; });
  if (focused) {
    const same = name ? place.querySelector(name)
      : [...place.querySelectorAll("button, a, summary")].find((e) => (e.getAttribute("aria-label") || e.textContent) === label);
    if (same) same.focus({ preventScroll: true });
  }
}

// The option that this student has voted for.
function mark() {
  const said = document.querySelector("#mine [data-choice]");
  for (const option of document.querySelectorAll("#shared .option")) {
    const choice = option.querySelector("input[name=choice]");
    option.classList.toggle("chosen", Boolean(said && choice && choice.value === said.dataset.choice));
  }
}

function show(news) {
  version = news.version;
  paused = news.paused;
  ends = news.left === null ? null : performance.now() + news.left;
  ticking = true;
  const shared = document.getElementById("shared");
  if (kind === "student" && shared.dataset.shown && shared.dataset.shown !== news.shared) say("");  // of what is past
  replace("shared", news.shared);
  if (news.mine !== undefined) replace("mine", news.mine);
  mark();
  tick();
  failures = 0;
  if (status && status.textContent === status.dataset.offline) say("");
}

function connect() {
  clearTimeout(retry);
  if (socket || document.visibilityState === "hidden") return;
  let heard = false;
  const mine = socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${base}/live`);
  mine.onmessage = (event) => { heard = true; wait = 500; stopAsking(); show(JSON.parse(event.data)); };
  mine.onclose = () => {
    if (socket !== mine) return;
    socket = null;
    if (!heard && ++failures >= 2) ask();  // no WebSockets here: ask and wait
    else if (status) say(status.dataset.offline);
    retry = setTimeout(connect, wait + Math.random() * wait);
    wait = Math.min(wait * 2, 8000);
  };
}

async function ask() {
  if (asking) return;
  const mine = asking = new AbortController();
  while (asking === mine) {
    try {
      const answer = await fetch(`${base}/state?after=${version}`, { signal: mine.signal });
      if (answer.status === 200) show(await answer.json());
      else if (answer.status === 401) { location.reload(); return; }
      else if (answer.status !== 204) await new Promise((done) => setTimeout(done, 2000));
    } catch (error) {
      if (mine.signal.aborted) return;
      if (status) say(status.dataset.offline);
      await new Promise((done) => setTimeout(done, 1500));
    }
  }
}

function stopAsking() { if (asking) { asking.abort(); asking = null; } }

// A phone that slept: what it thinks is connected may be long gone.
function wake() {
  if (document.visibilityState !== "visible") return;
  wait = 500;
  if (socket) { const old = socket; socket = null; old.close(); }
  connect();
}
document.addEventListener("visibilitychange", wake);
addEventListener("pageshow", (event) => { if (event.persisted) wake(); });
addEventListener("online", wake);

// Forms: the same message may be sent again, so a vote survives a bad connection.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (kind === "projector" || form.method !== "post") return;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form, event.submitter));
  if (form.action.endsWith("/vote")) fields.set("count", String(Date.now()));
  if (event.submitter) event.submitter.disabled = true;
  for (let tries = 0; ; tries++) {
    let problem = status.dataset.offline;
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } });
      if (answer.status === 401) { location.reload(); return; }
      if (answer.status === 429) throw new Error("429");
      const told = await answer.json();
      if (answer.status === 503) { problem = told.error; throw new Error("503"); }
      if (told.mine !== undefined) replace("mine", told.mine);
      mark();
      const said = document.querySelector("#mine .said");
      say(told.error || (told.mine !== undefined && said && said.textContent) || status.dataset.saved);
      // What is sent is no longer being written; its form may have been drawn again meanwhile.
      const drawn = event.submitter && event.submitter.isConnected ? form : document.querySelector(`form[action="${new URL(form.action).pathname}"]`);
      if (!told.error && drawn) drawn.reset();
      break;
    } catch (error) {
      say(problem);
      if (tries >= 20) break;
      await new Promise((done) => setTimeout(done, Math.min(500 * 2 ** tries, 5000)));
    }
  }
  if (event.submitter) event.submitter.disabled = false;
});

mark();
connect();
