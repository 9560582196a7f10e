/* Leave for the bank at once, and only once; the button does the same without a script.
   A form is posted, a link is followed: a redirection would be refused after a form
   (Content-Security-Policy, form-action). */
"use strict";
(() => {
  const way = document.querySelector("form[data-leave], [data-leave] a");
  const left = `left:${location.pathname}`;
  /* Coming back with the browser's own button must not leave again by itself. */
  if (way && !sessionStorage.getItem(left)) {
    sessionStorage.setItem(left, "1");
    if (way.tagName === "FORM") way.requestSubmit();
    else way.click();
  }
})();
