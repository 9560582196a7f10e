/* Post the form to the bank at once, and only once; the button does the same without a script. */
"use strict";
(() => {
  const form = document.querySelector("form[data-leave]");
  if (form) {
    /* Coming back with the browser's own button must not post again by itself. */
    const left = `left:${location.pathname}`;
    if (!sessionStorage.getItem(left)) {
      sessionStorage.setItem(left, "1");
      form.requestSubmit();
    }
  }
})();
