/* Two minutes before a session ends, ask whether to stay. Loaded on signed-in pages alone. */
(function () {
  "use strict";
  var doc = document;
  var box = doc.getElementById("session");
  if (!box || !window.fetch || !box.showModal) { return; }
  var WARN = 120;
  var given = Number(box.getAttribute("data-left"));
  var endsAt = Date.now() + given * 1000;
  var typed = false;
  var ended = false;
  var title = box.querySelector("[data-session-title]");
  var text = box.querySelector("[data-session-text]");
  var stay = box.querySelector("[data-session-stay]");
  var pageTitle = doc.title;
  doc.addEventListener("input", function () { typed = true; }, true);

  function left() { return Math.max(0, Math.round((endsAt - Date.now()) / 1000)); }
  function word(name) { return box.getAttribute("data-" + name); }
  function ask(url, how) {
    how = how || {};
    how.credentials = "same-origin";
    how.redirect = "manual";
    how.headers = { "X-Requested-With": "XMLHttpRequest" };
    return fetch(url, how).then(function (answer) {
      return answer.ok ? answer.json() : { left: 0 };
    });
  }
  function close() {
    if (box.open) { box.close(); }
    doc.title = pageTitle;
  }
  function minutes(seconds) { return seconds > 60 ? word("two") : (seconds > 15 ? word("one") : word("now")); }
  function warn(last) {
    stay.hidden = last;
    title.textContent = word("title");
    var said = minutes(left()) + " " + (last ? word("last") : word("ask"));
    if (text.textContent !== said) { text.textContent = said; }
    doc.title = word("title");
    if (!box.open) { box.showModal(); }
  }
  function finish() {
    ended = true;
    if (word("shared") || !typed) {
      location.assign(word("leave") + "?next=" + encodeURIComponent(location.pathname + location.search));
      return;
    }
    /* What was typed stays in the page; sent from here, it is given back after sign-in. */
    stay.hidden = true;
    title.textContent = word("over");
    text.textContent = word("typed");
    box.querySelector("[data-session-hide]").hidden = false;
    doc.title = word("over");
    if (!box.open) { box.showModal(); }
  }
  function look() {
    if (ended) { return; }
    if (left() > WARN) { return; }
    /* Another tab, or a gesture since this page was drawn, may have given more time. */
    ask(word("state")).then(function (answer) {
      endsAt = Date.now() + answer.left * 1000;
      if (answer.left <= 0) { finish(); } else if (answer.left <= WARN) { warn(answer.last); } else { close(); }
    }).catch(function () { /* no network: the server decides, at the next page */ });
  }
  stay.addEventListener("click", function (event) {
    event.preventDefault();
    var form = stay.form;
    ask(form.action, { method: "POST", body: new FormData(form) }).then(function (answer) {
      endsAt = Date.now() + answer.left * 1000;
      if (answer.left > 0) { close(); } else { finish(); }
    }).catch(function () { form.submit(); });
  });
  box.querySelector("[data-session-hide]").addEventListener("click", function () { close(); });
  box.addEventListener("cancel", function (event) { if (!ended && !stay.hidden) { event.preventDefault(); stay.click(); } });
  setInterval(look, Number(box.getAttribute("data-tick") || 10) * 1000);
  doc.addEventListener("visibilitychange", function () { if (!doc.hidden) { look(); } });
})();
