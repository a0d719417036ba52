// Copies what is shown; without scripts the button stays hidden.
document.querySelectorAll("button.copy").forEach((button) => {
  if (!navigator.clipboard) {
    return;
  }
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
  });
});

// What a page asks for again and again, and gets no answer to: what is shown is old then, and says so until there is one.
const stale = document.getElementById("stale");
["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((failure) => {
  document.addEventListener(failure, () => {
    stale.hidden = false;
  });
});
document.addEventListener("htmx:afterSwap", () => {
  stale.hidden = true;
});
