// Values as people say them; as `engine/language/wording.py` does. Knows nothing of any page.
const say = (() => {
  "use strict";

  const MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ];

  function counted(number, one, many = `${one}s`) {
    return `${number} ${number === 1 ? one : many}`;
  }

  function valueWords(fact, value) {
    if (value === null) return "I don’t know";
    const option = fact.options.find(([one]) => one === value);
    if (option) return option[1];
    return fact.kind === "date" ? dayWords(value) : numberWords(value, fact.unit);
  }

  function dayWords(day) {
    const [year, month, date] = day.split("-").map(Number);
    return `${date} ${MONTHS[month - 1]} ${year}`;
  }

  function numberWords(number, unit) {
    const digits = plainDigits(number);
    if (!unit) return digits;
    const word = Math.abs(number) === 1 ? unit[0] : unit[1];
    return word === "%" ? `${digits}%` : `${digits} ${word}`;
  }

  // 52,000 and 0.0000001: as the rest of Fingerpost writes numbers.
  function plainDigits(number) {
    const [digits, exponent] = String(number).split("e");
    if (exponent) return number.toFixed(digits.replace(/^-?\d\.?/, "").length - Number(exponent));
    if (Math.abs(number) < 10000) return digits;
    const [whole, rest] = digits.split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    return rest ? `${grouped}.${rest}` : grouped;
  }

  function toldAs(label, words) {
    return label.endsWith("?") ? `${label} ${words}` : `${label}: ${words}`;
  }

  function rangeWords(fact) {
    const [low, lowOpen, high, highOpen] = fact.range;
    const words = (value) => (fact.kind === "date" ? dayWords(value) : plainDigits(value));
    if (low !== null && high !== null && !lowOpen && !highOpen) {
      return `From ${words(low)} to ${words(high)}.`;
    }
    const day = fact.kind === "date";
    const parts = [];
    const [above, from] = day ? ["after", "from"] : ["more than", "at least"];
    const [under, upTo] = day ? ["before", "up to"] : ["less than", "at most"];
    if (low !== null) parts.push(`${lowOpen ? above : from} ${words(low)}`);
    if (high !== null) parts.push(`${highOpen ? under : upTo} ${words(high)}`);
    const text = parts.join(" and ");
    return text ? `${text[0].toUpperCase()}${text.slice(1)}.` : "";
  }

  return {
    counted,
    value: valueWords,
    day: dayWords,
    number: numberWords,
    digits: plainDigits,
    told: toldAs,
    range: rangeWords,
  };
})();
