// Reads a calendar from standard input as ical.js sees it; writes the occurrences that touch a window as JSON.
// node read.mjs START END, both in seconds since 1970.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const [from, until] = process.argv.slice(2).map(Number);
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const entries = calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
const moved = entries.filter((entry) => entry.isRecurrenceException());

function seconds(time) {
  if (!time.isDate && time.zone === ICAL.Timezone.localTimezone) throw new Error(`floating time ${time}`);
  return time.toUnixTime();
}

function occurrence(entry, starts, ends) {
  return {
    uid: entry.uid,
    starts: seconds(starts),
    ends: seconds(ends),
    is_day: starts.isDate,
    summary: entry.summary ?? "",
    location: entry.location ?? "",
    description: entry.description ?? "",
  };
}

function* occurrences(entry) {
  if (!entry.isRecurring()) {
    yield occurrence(entry, entry.startDate, entry.endDate);
    return;
  }
  moved.filter((other) => other.uid === entry.uid).forEach((other) => entry.relateException(other));
  const dates = entry.iterator();
  for (let date = dates.next(); date && date.toUnixTime() < until; date = dates.next()) {
    const { item, startDate, endDate } = entry.getOccurrenceDetails(date);
    yield occurrence(item, startDate, endDate);
  }
}

const read = entries
  .filter((entry) => !entry.isRecurrenceException())
  .flatMap((entry) => [...occurrences(entry)])
  .filter(({ starts, ends }) => starts < until && ends > from);
process.stdout.write(JSON.stringify(read));
