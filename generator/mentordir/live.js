/** The preview's half in the browser: reloads after a good build, and shows what is wrong after a bad one. */

let shownVersion = 0;

const events = new EventSource("/.mentordir/events");
events.addEventListener("message", (event) => {
  const { version, problems } = JSON.parse(event.data);
  document.querySelector("#mentordir-problems")?.remove();
  if (problems.length > 0) {
    document.body.append(overlay(problems));
  } else if (shownVersion && version !== shownVersion) {
    location.reload();
  }
  shownVersion ||= version;
});

function overlay(problems) {
  const box = element("section", "");
  box.id = "mentordir-problems";
  box.setAttribute("role", "alert");
  box.setAttribute("aria-label", "Problems in the content");
  Object.assign(box.style, {
    position: "fixed", inset: "auto 0 0 0", zIndex: 9, maxHeight: "70vh", overflow: "auto", padding: "1rem 1.5rem",
    background: "#2b1216", color: "#ffe9ea", font: "15px/1.5 ui-monospace, monospace", borderTop: "4px solid #ff8a93",
  });
  box.append(element("strong", `${problems.length === 1 ? "One problem" : `${problems.length} problems`}: the last good site is shown`));
  for (const { path, line, column, field, message, hint } of problems) {
    const place = path && line ? `${path}:${line}:${column}: ` : path ? `${path}: ` : "";
    const text = element("p", `${place}${field ? `${field}: ` : ""}${message}`);
    if (hint) {
      const remedy = element("span", hint);
      Object.assign(remedy.style, { display: "block", paddingInlineStart: "2rem", color: "#ffd28a" });
      text.append(remedy);
    }
    box.append(text);
  }
  return box;
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
