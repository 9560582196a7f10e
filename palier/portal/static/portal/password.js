/* Say how good a password is while it is typed. The server judges again when it is sent. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-opinion]");
  var input = form && form.querySelector("input[type=password]");
  if (!input || !window.fetch || !window.FormData) { return; }
  var shown = document.createElement("p");
  var later, asked = 0;
  shown.className = "field__opinion";
  shown.setAttribute("role", "status");
  input.parentNode.parentNode.appendChild(shown);
  function say(text, good) {
    shown.textContent = text;
    shown.classList.toggle("field__opinion--good", good);
  }
  input.addEventListener("input", function () {
    var left = 12 - input.value.length;
    var mine = ++asked;
    clearTimeout(later);
    if (!input.value) { say("", false); return; }
    if (left > 0) {
      later = setTimeout(function () { say(form.getAttribute("data-short").replace("{n}", left), false); }, 500);
      return;
    }
    later = setTimeout(function () {
      fetch(form.getAttribute("data-opinion"), { method: "POST", body: new FormData(form), credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.json() : null; })
        .then(function (opinion) { if (opinion && mine === asked) { say(opinion.sentence, opinion.good); } })
        .catch(function () { /* Offline: the server will say it when the form is sent. */ });
    }, 500);
  });
})();
