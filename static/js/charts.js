// Draws the charts of a page from their json_script data: heat, line and bar. The table behind each chart says the
// same in words; shades run from light to dark, and lines differ by dash and mark, so that grey print can be read.
//
//   heat  {kind, x: [names], y: [names], cells: [[x, y, value, url?]], unit}
//   line  {kind, x: [names], series: [{name, values, dashed}], unit}
//   bar   {kind, x: [names], series: [{name, values}], urls: [address of each name], horizontal, unit}

const { echarts } = window;
const MARKS = ["circle", "rect", "triangle", "diamond"];
const DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3]];
const LEGIBLE = 58; // pixels a column of a heat map needs for its words and figures
const number = (value) => Number(value).toLocaleString("zh-CN");
/** Of what may not be shown there is no figure. */
const worded = (data) => (value) => (value === null || value === undefined ? "*" : `${number(value)} ${data.unit ?? ""}`);

/** Colours of the style sheet, as they are now. */
function tones() {
  const style = getComputedStyle(document.documentElement);
  const tone = (name) => style.getPropertyValue(name).trim();
  const dark = document.documentElement.dataset.bsTheme === "dark";
  return {
    text: tone("--p-text"), muted: tone("--p-muted"), line: tone("--p-line"), surface: tone("--p-raised"),
    ramp: dark ? ["#2a2530", "#573a60", "#8a5c95", "#c79bd0", "#f3e2f6"] : ["#f6f1f7", "#dcc6e0", "#b78bbe", "#8a5391", "#4d2553"],
    series: dark ? ["#d3aadc", "#8fb8de", "#c9c9c9", "#e6bd3a"] : ["#73407a", "#2f6ea8", "#6b6f76", "#a87b00"],
    font: getComputedStyle(document.body).fontFamily,
  };
}

function common(tone) {
  return {
    animation: false,
    aria: { enabled: false },
    textStyle: { color: tone.text, fontFamily: tone.font },
    // Drawn on the canvas: a tooltip of HTML would carry inline styles, which the content policy forbids.
    tooltip: {
      renderMode: "richText", backgroundColor: tone.surface, borderColor: tone.line,
      textStyle: { color: tone.text, fontFamily: tone.font },
    },
  };
}

const axis = (tone, more) => ({
  axisLine: { lineStyle: { color: tone.line } }, axisTick: { show: false },
  axisLabel: { color: tone.text, fontFamily: tone.font }, splitLine: { lineStyle: { color: tone.line } }, ...more,
});

function heat(data, tone, narrow) {
  const most = Math.max(1, ...data.cells.map(([, , value]) => value));
  return {
    ...common(tone),
    grid: { left: 8, right: 12, top: 8, bottom: 40, containLabel: true },
    xAxis: axis(tone, { type: "category", data: data.x, splitArea: { show: false }, axisLabel: { color: tone.text, interval: 0, rotate: narrow ? 45 : 0 } }),
    yAxis: axis(tone, { type: "category", data: data.y, inverse: true }),
    visualMap: {
      min: 0, max: most, calculable: false, orient: "horizontal", left: "center", bottom: 0, itemHeight: 120, itemWidth: 12,
      inRange: { color: tone.ramp }, text: [number(most), "0"], textStyle: { color: tone.muted },
    },
    tooltip: {
      ...common(tone).tooltip,
      formatter: ({ value: [x, y, value] }) => `${data.y[y]}　${data.x[x]}\n${number(value)} ${data.unit ?? ""}`,
    },
    series: [{
      type: "heatmap",
      data: data.cells.map(([x, y, value, url]) => ({
        value: [x, y, value], url,
        label: { show: value > 0 && !narrow, color: light(value / most, tone) ? "#fff" : "#1f2329" },
      })),
      itemStyle: { borderColor: tone.surface, borderWidth: 2 },
      label: { formatter: ({ value }) => number(value[2]) },
      emphasis: { itemStyle: { borderColor: tone.text } },
    }],
  };
}

/** Whether white is what can be read on this shade. */
function light(share, tone) {
  const darkGround = tone.ramp[0] === "#2a2530";
  return darkGround ? share < 0.6 : share > 0.5;
}

function line(data, tone) {
  return {
    ...common(tone),
    color: tone.series,
    grid: { left: 8, right: 32, top: data.series.length > 1 ? 36 : 16, bottom: 4, containLabel: true },
    legend: data.series.length > 1 ? { top: 0, left: 0, textStyle: { color: tone.text } } : undefined,
    xAxis: axis(tone, { type: "category", data: data.x, boundaryGap: false, axisLabel: { color: tone.text, fontFamily: tone.font, hideOverlap: true } }),
    yAxis: axis(tone, { type: "value", minInterval: 1, axisLine: { show: false } }),
    tooltip: { ...common(tone).tooltip, trigger: "axis", valueFormatter: worded(data) },
    series: data.series.map(({ name, values, dashed }, index) => ({
      name, type: "line", data: values, symbol: MARKS[index % MARKS.length], symbolSize: 7,
      lineStyle: { width: 2, type: dashed ? "dashed" : DASHES[index % DASHES.length] },
    })),
  };
}

function bar(data, tone) {
  const names = axis(tone, { type: "category", data: data.x, inverse: Boolean(data.horizontal) });
  const values = axis(tone, { type: "value", minInterval: 1, axisLine: { show: false } });
  return {
    ...common(tone),
    color: tone.series,
    grid: { left: 8, right: 48, top: data.series.length > 1 ? 36 : 24, bottom: 4, containLabel: true },
    legend: data.series.length > 1 ? { top: 0, left: 0, textStyle: { color: tone.text } } : undefined,
    xAxis: data.horizontal ? values : names,
    yAxis: data.horizontal ? names : values,
    tooltip: { ...common(tone).tooltip, trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: worded(data) },
    series: data.series.map(({ name, values: list }) => ({
      name, type: "bar", barMaxWidth: 22,
      data: list.map((value, index) => ({ value, url: data.urls?.[index] })),
      label: { show: data.series.length === 1, position: data.horizontal ? "right" : "top", color: tone.text, formatter: ({ value }) => (value === null ? "*" : number(value)) },
    })),
  };
}

const SHAPES = { heat, line, bar };

function draw(box) {
  const source = document.getElementById(box.dataset.chart);
  if (!source || !echarts) {
    fallBack(box);
    return;
  }
  let data = JSON.parse(source.textContent);
  const chart = echarts.init(box, null, { renderer: "canvas" });
  const paint = () => chart.setOption(SHAPES[data.kind](data, tones(), box.clientWidth / data.x.length < LEGIBLE), true);
  paint();
  chart.on("click", ({ data: point }) => point?.url && location.assign(point.url));
  new ResizeObserver(() => {
    chart.resize();
    paint();
  }).observe(box);
  new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-bs-theme", "data-size"] });
  box.addEventListener("figures", () => { // a page that renews them by itself (wall.js)
    data = JSON.parse(source.textContent);
    paint();
  });
  addEventListener("beforeprint", () => chart.resize());
}

/** Without the chart the table is shown instead. */
function fallBack(box) {
  box.hidden = true;
  const table = box.closest("figure")?.querySelector("details");
  if (table) table.open = true;
}

for (const box of document.querySelectorAll("[data-chart]")) draw(box);
