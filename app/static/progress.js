// While a job runs, looks again every two seconds and puts only the news in its place, so that a
// screen reader says what changed instead of beginning anew. Without JavaScript the page reloads.

const EVERY = 2000;

async function lookAgain() {
  const answer = await fetch(location.href);
  if (!answer.ok) {
    location.reload();
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const news = page.getElementById("job");
  document.getElementById("job").replaceWith(news);
  document.title = page.title;
  if (news.dataset.running) {
    setTimeout(lookAgain, EVERY);
  }
}

setTimeout(lookAgain, EVERY);
