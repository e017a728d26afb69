"use strict";
(async () => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const find = (id) => document.getElementById(id);
  const form = find("controls");
  if (!form || typeof window.vegaEmbed !== "function") return;
  const DAY = 86400000;
  const number = new Intl.NumberFormat(data.words.locale, { maximumFractionDigits: 1 });
  const dayName = new Intl.DateTimeFormat(data.words.locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const state = { category: find("category").value, measure: "changes", from: 0, until: 0 };
  const written = (value) => (value === null ? "–" : number.format(value));
  const iso = (moment) => new Date(moment).toISOString().slice(0, 10);

  const rowsOf = (category) => {
    const series = data.series[category];
    const first = Date.parse(series.first);
    const records = new Set(series.records);
    return series.totals.map((total, place) => ({
      date: first + place * DAY, total, change: series.changes[place], average: series.means[place],
      isRecord: records.has(place),
    }));
  };
  let rows = rowsOf(state.category);

  const drawnRows = () => rows.map((row) => {
    const daily = state.measure === "changes";
    const value = daily ? row.change : row.total;
    return { date: row.date, value, mean: daily ? row.average : null, record: daily && row.isRecord ? value : null };
  });
  const withData = (spec) => {
    const own = structuredClone(spec);
    for (const source of own.data) if (source.name === "series") source.values = drawnRows();
    for (const signal of own.signals) if (signal.name in state) signal.value = state[signal.name];
    return own;
  };
  const embed = (where, spec) => window.vegaEmbed(where, withData(spec), {
    mode: "vega", ast: true, actions: false, renderer: "svg", defaultStyle: false, logLevel: 1,
    tooltip: { disableDefaultStyle: true, theme: "custom" },
    formatLocale: data.locale.number, timeFormatLocale: data.locale.time,
  });

  const clamp = (moment) => Math.min(Math.max(moment, rows[0].date), rows[rows.length - 1].date);
  const setRange = (from, until) => {
    const [first, last] = [clamp(from), clamp(until)];
    state.from = Math.min(first, last);
    state.until = Math.max(first, last);
  };
  const showDays = (days) => {
    const last = rows[rows.length - 1].date;
    setRange(days ? last - (days - 1) * DAY : rows[0].date, last);
  };

  const cell = (row, text, kind, name) => {
    const made = document.createElement(kind);
    if (kind === "th") made.scope = "row";
    if (name) made.className = name;
    made.textContent = text;
    row.append(made);
  };
  const fillTable = (shown) => {
    find("range").textContent = find("drawn").textContent;
    const body = document.createElement("tbody");
    for (const row of shown.slice().reverse()) {
      const line = document.createElement("tr");
      cell(line, dayName.format(row.date), "th");
      cell(line, written(row.total), "td", "number");
      cell(line, written(row.change), "td", "number");
      cell(line, written(row.average), "td", "number");
      cell(line, row.isRecord ? "◆" : "", "td");
      body.append(line);
    }
    find("table").querySelector("tbody").replaceWith(body);
  };
  const tell = () => {
    const shown = rows.filter((row) => row.date >= state.from && row.date <= state.until);
    const key = state.measure === "changes" ? "change" : "total";
    const known = shown.map((row) => row[key]).filter((value) => value !== null);
    const facts = {
      category: find("category").selectedOptions[0].textContent,
      measure: find("measure").selectedOptions[0].textContent.toLowerCase(),
      from: dayName.format(state.from), until: dayName.format(state.until),
      lowest: known.length ? written(known.reduce((a, b) => Math.min(a, b))) : "–",
      highest: known.length ? written(known.reduce((a, b) => Math.max(a, b))) : "–",
      days: written(known.length),
    };
    const words = data.words.drawn.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
    find("drawn").textContent = words;
    find("drawing").setAttribute("aria-label", words);
    fillTable(shown);
    find("from").value = iso(state.from);
    find("until").value = iso(state.until);
    for (const field of [find("from"), find("until")]) {
      field.min = iso(rows[0].date);
      field.max = iso(rows[rows.length - 1].date);
    }
    const whole = state.from === rows[0].date && state.until === rows[rows.length - 1].date;
    for (const button of form.querySelectorAll("button")) {
      const days = Number(button.dataset.days);
      const same = state.until === rows[rows.length - 1].date && state.from === state.until - (days - 1) * DAY;
      button.setAttribute("aria-pressed", String(days ? same && !whole : whole));
    }
  };

  showDays(365);
  form.hidden = false;
  find("table").hidden = false;
  find("drawing").firstElementChild.replaceChildren();
  const main = (await embed("#drawing > div", data.main)).view;
  const overview = (await embed("#overview > div", data.overview)).view;

  const redraw = async () => {
    tell();
    for (const view of [main, overview]) {
      view.signal("from", state.from).signal("until", state.until);
      await view.runAsync();
    }
  };
  const renew = async () => {
    for (const view of [main, overview]) view.data("series", drawnRows());
    await redraw();
  };
  overview.addSignalListener("brush", (_, picked) => {
    if (!picked.date) return;
    setRange(Math.round(picked.date[0] / DAY) * DAY, Math.round(picked.date[1] / DAY) * DAY);
    tell();
    main.signal("from", state.from).signal("until", state.until).runAsync();
    overview.signal("from", state.from).signal("until", state.until);
  });
  find("category").addEventListener("change", (event) => {
    state.category = event.target.value;
    rows = rowsOf(state.category);
    setRange(state.from, state.until);
    if (state.from === state.until) showDays(0);
    renew();
  });
  find("measure").addEventListener("change", (event) => { state.measure = event.target.value; renew(); });
  for (const name of ["from", "until"]) {
    find(name).addEventListener("change", () => {
      const [from, until] = [Date.parse(find("from").value), Date.parse(find("until").value)];
      if (Number.isNaN(from) || Number.isNaN(until)) { tell(); return; }
      setRange(from, until);
      redraw();
    });
  }
  for (const button of form.querySelectorAll("button")) {
    button.addEventListener("click", () => { showDays(Number(button.dataset.days)); redraw(); });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  tell();
  document.documentElement.dataset.drawn = "yes";
})();
