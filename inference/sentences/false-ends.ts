/** Never the last word of a sentence. */
const NEVER_LAST = words('dr prof mr mrs ms vs viz cf ca approx e.g i.e eg ie');

/** Before a number or a letter with one ("Fig. 2", "Eq. S1", "No. 5") no end; "The answer was no." is one. */
const BEFORE_NUMBER = words('fig figs eq eqs eqn ref refs tab no nos vol vols p pp ch chap sec sect art suppl ser ver');

/** May be the last word: an end only before a word that sentences begin with. */
const SELDOM_LAST = words(
  'al sp spp ssp subsp var cv st jr sr inc ltd co corp dept univ ed eds min max hr hrs wk yr yrs mo resp ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec ' +
    'acad biochem biol chem clin engl env exp immunol int lett math med microbiol mol nat natl neurol pharmacol phys ' +
    'physiol proc rev sci soc surg trans',
);

/** What stands before a letter that closes a sentence: "vitamin D.", "hepatitis B.", "group A." */
const BEFORE_LETTER = words(
  'vitamin vitamins hepatitis influenza type types group groups grade grades class classes stage stages arm arms factor ' +
    'protein cohort panel phase table appendix cytochrome immunoglobulin plan part parts section and or to',
);

/** Words that sentences of biomedical papers often begin with, and names hardly ever. */
const BEGINNINGS = words(
  'the a an this that these those there here it its he she they we our i you in on at by of to for from with without ' +
    'as if when while where after before during since until although because however moreover furthermore therefore ' +
    'thus hence additionally finally overall both all most many some several few each one two three no not only ' +
    'patients participants subjects women men children adults infants mice rats cells data results methods background ' +
    'objective objectives aim aims purpose design setting conclusion conclusions introduction discussion treatment ' +
    'study studies significant further other among compared using based such is are was were does do did can what how ' +
    'why which who',
);

const TAIL = /(\S+)\s+(\S+)\s*$|(\S+)\s*$/;
const LIST_NUMBER = /^\s*[([]?(?:\d{1,3}|[ivxIVX]{1,4}|[A-Za-z])\.\s*$/;
const INITIALS = /^(?:\p{L}\.)*\p{L}$/u;

/**
 * Whether what looks like the end of a sentence is none: an abbreviation ("et al.", "Fig. 2", "E. coli", "i.v."), the
 * number of a list item ("1. Methods"), or a mark inside brackets after which the sentence goes on ("(why?) and").
 *
 * @param before  The sentence so far, up to the end in question.
 * @param after   The beginning of what follows, some 40 characters.
 */
export function isFalseEnd(before: string, after: string): boolean {
  if (/[?!]["'”’)\]]+\s*$/.test(before)) return /^\s*\p{Ll}/u.test(after);
  if (!/\.\s*$/.test(before)) return false;
  if (LIST_NUMBER.test(before)) return true;
  const [, previous = '', paired, alone] = TAIL.exec(before.slice(-80)) ?? [];
  const stem = bare(paired ?? alone ?? '').slice(0, -1);
  const word = stem.toLowerCase();
  if (NEVER_LAST.has(word)) return true;
  if (BEFORE_NUMBER.has(word)) return /^\s*[([]?\p{Lu}?\d|^\s*[([]?[IVX]+\b/u.test(after);
  const isInitial = INITIALS.test(stem) && !/^[Ia]$/.test(stem);
  if (!isInitial && !SELDOM_LAST.has(word)) return false;
  // "after 24 h." and "of -0.5 D." end with a unit, "vitamin D." with a name.
  if (/\d$/.test(previous)) return false;
  if (isInitial && stem.length === 1 && BEFORE_LETTER.has(bare(previous).toLowerCase())) return false;
  return !BEGINNINGS.has(bare(/^\s*(\S*)/.exec(after)?.[1] ?? '').toLowerCase());
}

/** Without the brackets and quotes that a word may stand in. */
function bare(word: string): string {
  return word.replace(/^["'“‘([{]+|[,;:)\]}"'”’]+$/g, '');
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
