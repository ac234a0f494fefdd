// <form data-upload>: sends the files with a progress bar. Without script the form goes the ordinary way.

for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

function send(form) {
  const area = form.querySelector("[data-upload-progress]");
  const bar = area.querySelector("progress");
  const words = area.querySelector("[role=status]");
  const button = form.querySelector("[type=submit]");
  const request = new XMLHttpRequest();
  request.open("POST", form.action || location.href);
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const share = total ? Math.round((100 * loaded) / total) : 0;
    bar.value = share;
    words.textContent = share < 100 ? `已上传 ${share}%` : "正在检查文件……";
  });
  request.addEventListener("load", () => {
    // The answer is the next page already: asking for it again would lose its message.
    if (request.responseURL) history.pushState(null, "", request.responseURL);
    document.open();
    document.write(request.responseText);
    document.close();
  });
  request.addEventListener("error", () => {
    words.textContent = "网络中断，没有上传。请检查网络后再按“上传”。";
    button.disabled = false;
  });
  area.hidden = false;
  button.disabled = true;
  request.send(new FormData(form));
}
