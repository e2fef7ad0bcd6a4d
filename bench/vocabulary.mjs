/**
 * What the documents are made of: sentences in two kinds of writing, and the random numbers that choose them. Separate from
 * the corpora, which are made alike of either.
 */

const SENTENCES = 2000;

const words =
  `a about after again air all among and another any are as at back be because before began below between
blue boat bread bridge brother but by came carried city clear cold corner could country day dark did door down early
east even evening every eye far farmer few field fire first flour for forest found from garden gave glass good grain
grass great green had half hand harbour has have heard her hill his house hundred if in into iron is island it its
kitchen known lake land large last later leaf letter light line little long made many market meadow mill milk minute
more morning most mountain much music name near never new next night no north not now number of often old on once one
only open or orchard other our out over own paper people picture place plough rain reached river road roof room round
said same school second seed seen several she ship shore side silver small snow so some song soon south stone storm
story street summer sun table taken ten than that the their then there these they thing this three through time to
together town travelled tree two under until up village voice wagon walked wall warm was water way week well went were
west what wheat when where which white who wind window winter with without wood work world would year yellow young
café naïve Zürich façade jalapeño smörgåsbord coöperative 東京 🌱 ½ don’t it’s farmer’s “quoted” "plain" (aside) 1,200
2.5 C:\\mill https://example.org/map €30 § …`.split(/\s+/);
const endings = [".", ".", ".", ".", ".", "!", "?", ".”", '."', " …"];

/** Three and four bytes a character; emoji of one and of several code points. */
const syllables = [
  ..."我你他她的了是在有个上来到大地出会就时年生子自里后天家可小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感",
  ..."あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをんアイウエオカキクケコ",
  ...[
    "𠮷",
    "𡈽",
    "학교 ",
    "나무 ",
    "바다 ",
    "🌱",
    "🚜",
    "😀",
    "👩‍🌾",
    "🏳️‍🌈",
    "👍🏽",
    "🇯🇵",
    "“",
    "”",
    "、",
    "「",
    "」",
    '"',
    "1,200",
  ],
];

/** A stream of whole numbers, the same for the same seed: xorshift32 (Marsaglia, "Xorshift RNGs", 2003). */
export class Random {
  #state;

  /** @param {number} seed */
  constructor(seed) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  }

  /** A whole number from `low` to `high`, both included. */
  between(/** @type {number} */ low, /** @type {number} */ high) {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return low + ((this.#state >>> 0) % (high - low + 1));
  }

  /** @param {readonly string[]} values */
  pick(values) {
    return /** @type {string} */ (values[this.between(0, values.length - 1)]);
  }
}

/** Sentences as in European languages: mostly one byte a character. */
export const europeanSentences = makeEuropean(new Random(0));

/** Sentences in Chinese, Japanese and Korean characters, mixed, with emoji. */
export const asianSentences = makeAsian(new Random(2_000_003));

/** @param {Random} random */
function makeEuropean(random) {
  return Array.from({ length: SENTENCES }, () => {
    const chosen = Array.from({ length: random.between(6, 26) }, () => random.pick(words));
    if (chosen.length > 12) chosen[random.between(3, 9)] += random.pick([",", ",", ";", " –"]);
    const text = chosen.join(" ") + random.pick(endings);
    return text.charAt(0).toUpperCase() + text.slice(1);
  });
}

/** @param {Random} random */
function makeAsian(random) {
  return Array.from({ length: SENTENCES }, () => {
    const chosen = Array.from({ length: random.between(12, 60) }, () => random.pick(syllables));
    return chosen.join("").trim() + random.pick(["。", "。", "。", "！", "？"]);
  });
}
