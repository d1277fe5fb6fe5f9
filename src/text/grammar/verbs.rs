//! The verbs that learners use, and their forms.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Irregular verbs: base, past, past participle.
const IRREGULAR: &str = "\
become became become|begin began begun|bite bit bitten|blow blew blown|break broke broken|bring brought brought|\
build built built|burn burnt burnt|buy bought bought|catch caught caught|choose chose chosen|come came come|\
cost cost cost|cut cut cut|dig dug dug|do did done|draw drew drawn|dream dreamt dreamt|drink drank drunk|\
drive drove driven|eat ate eaten|fall fell fallen|feed fed fed|feel felt felt|fight fought fought|find found found|\
fly flew flown|forget forgot forgotten|forgive forgave forgiven|freeze froze frozen|get got got|give gave given|go went gone|\
grow grew grown|hang hung hung|have had had|hear heard heard|hide hid hidden|hit hit hit|hold held held|hurt hurt hurt|\
keep kept kept|know knew known|lay laid laid|lead led led|leave left left|lend lent lent|let let let|lie lay lain|\
lose lost lost|make made made|mean meant meant|meet met met|pay paid paid|put put put|read read read|ride rode ridden|\
ring rang rung|rise rose risen|run ran run|say said said|see saw seen|sell sold sold|send sent sent|set set set|\
shake shook shaken|shine shone shone|shoot shot shot|show showed shown|shut shut shut|sing sang sung|sink sank sunk|\
sit sat sat|sleep slept slept|speak spoke spoken|spend spent spent|spread spread spread|stand stood stood|\
steal stole stolen|stick stuck stuck|sweep swept swept|swim swam swum|take took taken|teach taught taught|tear tore torn|\
tell told told|think thought thought|throw threw thrown|understand understood understood|wake woke woken|wear wore worn|\
win won won|write wrote written|withdraw withdrew withdrawn|weave wove woven|\
swear swore sworn|overcome overcame overcome|bend bent bent|quit quit quit|seek sought sought|upset upset upset";

/// Regular verbs.
const REGULAR: &str = "\
accept accuse achieve add admire admit advise agree allow announce annoy answer apologise appear apply appreciate argue arrange \
arrest arrive ask assist attack attend avoid bake bargain bathe beg behave believe belong boil book borrow breathe brush \
call cancel care carry celebrate change charge chat check cheer chew choose clap clean climb close collect comb compare compete \
complain complete comply congratulate connect consider consist contact contain continue control convince cook cope copy correct cough count cover crash \
crawl cross cry cultivate cure dance decide declare decrease defeat defend deliver demand deny depend deposit describe deserve \
destroy develop die dig dirty disagree disappear discover discuss dislike disturb divide doubt dress drop dry earn educate elect employ \
encourage end enjoy enter escape examine exist expect explain explore express fail farm fasten fear fetch fill finish \
fit fix float follow fry gather graduate greet grind guard guess guide happen harvest hate heal heat help hire hope hunt hurry \
imagine improve include increase inform insist intend interview introduce invent invite iron join joke judge jump \
kick kill kiss knock land last laugh learn lick lift like listen live load lock look love lower manage march mark marry matter measure \
melt mend mention milk miss mix mop move multiply name need notice nurse obey offer open order organise own pack paint park pass \
pick plan plant play plough please point polish pour practise praise pray prefer prepare present press pretend prevent print produce promise \
protect prove pull punish push queue rain raise reach receive recognise recommend record recover reduce refuse regret relax remain remember \
remind remove rent repair repeat replace reply report request require resemble respect rest return rise roast rob roll rub ruin rush save scold score \
scream search seem serve sew shave share shop shout sign slip smell smile smoke sneeze solve sound spell spill stare start stay stop \
study succeed suffer suggest supply support suppose surprise surround suspect swallow taste tease test thank tidy tie touch train translate \
travel treat trust try turn type use visit wait walk want warn wash waste watch water weigh welcome wipe wish wonder work worry \
wrap yawn yell enquire attract stress emphasise involve accompany bury chase cool drown elect fold hop irrigate \
knit peel rescue ripen sack sail scratch settle slap stir store strike suit survive sweat \
swing tap tire trade vote weed weep whisper whistle despise adore owe possess concern own satisfy";

/// Words that look like a past made by the wrong rule, and are words of their own.
const REGULAR_TOO: [&str; 15] = [
    "seed", "founded", "lied", "hanged", "shined", "rounded", "wounded", "burned", "learned",
    "dreamed", "spelled", "smelled", "spilled", "spoiled", "leaned",
];

/// Verbs of several syllables that double their last letter.
const DOUBLING: &str =
    "begin forget prefer permit admit occur refer regret travel control cancel quarrel kidnap";

/// Which form of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// go
    Base,
    /// goes
    S,
    /// went
    Past,
    /// gone
    Participle,
    /// going
    Ing,
}

/// A verb with its forms.
#[derive(Debug)]
pub(super) struct Verb {
    forms: [String; 5],
}

impl Verb {
    pub(super) fn form(&self, form: Form) -> &str {
        &self.forms[form as usize]
    }
}

struct Verbs {
    all: Vec<Verb>,
    by_form: HashMap<String, Vec<(usize, Form)>>,
    wrong_pasts: HashMap<String, usize>,
}

static VERBS: LazyLock<Verbs> = LazyLock::new(|| {
    let mut all: Vec<Verb> = Vec::new();
    for entry in IRREGULAR.split('|') {
        let words: Vec<&str> = entry.split_whitespace().collect();
        if let [base, past, participle] = words.as_slice() {
            all.push(verb(base, (*past).to_owned(), (*participle).to_owned()));
        }
    }
    for base in REGULAR.split_whitespace() {
        if all.iter().all(|known| known.form(Form::Base) != base) {
            all.push(verb(base, past(base), past(base)));
        }
    }
    let mut by_form: HashMap<String, Vec<(usize, Form)>> = HashMap::new();
    for (at, verb) in all.iter().enumerate() {
        for form in [Form::Base, Form::S, Form::Past, Form::Participle, Form::Ing] {
            by_form.entry(verb.form(form).to_owned()).or_default().push((at, form));
        }
    }
    let mut wrong_pasts = HashMap::new();
    for (at, verb) in all.iter().enumerate().take(IRREGULAR.split('|').count()) {
        let (base, went) = (verb.form(Form::Base), verb.form(Form::Past));
        for wrong in [past(base), format!("{went}ed"), format!("{base}ed")] {
            if base != went
                && !REGULAR_TOO.contains(&wrong.as_str())
                && !by_form.contains_key(&wrong)
            {
                wrong_pasts.entry(wrong).or_insert(at);
            }
        }
    }
    Verbs { all, by_form, wrong_pasts }
});

fn verb(base: &str, past: String, participle: String) -> Verb {
    Verb { forms: [base.to_owned(), with_s(base), past, participle, ing(base)] }
}

/// The verb of which `word` is this form.
pub(super) fn is(word: &str, form: Form) -> Option<&'static Verb> {
    let found = VERBS.by_form.get(word)?.iter().find(|(_, f)| *f == form)?;
    VERBS.all.get(found.0)
}

/// The verb of which `word` is any form.
pub(super) fn any(word: &str) -> Option<&'static Verb> {
    VERBS.all.get(VERBS.by_form.get(word)?.first()?.0)
}

/// "bought" for the mistaken "buyed": the verb whose past a learner made by the rule.
pub(super) fn overregular(word: &str) -> Option<&'static Verb> {
    let at = VERBS.wrong_pasts.get(word)?;
    VERBS.all.get(*at)
}

fn vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// The third person, and the plural of nouns: carries, watches, goes.
pub(super) fn with_s(word: &str) -> String {
    match word {
        "have" => return "has".to_owned(),
        "do" | "go" => return format!("{word}es"),
        _ => {}
    }
    let before_y = word.strip_suffix('y').filter(|stem| !stem.ends_with(vowel));
    if let Some(stem) = before_y {
        return format!("{stem}ies");
    }
    let hissing = ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end));
    if hissing { format!("{word}es") } else { format!("{word}s") }
}

/// Whether the last consonant is doubled before -ed, -ing and -er.
pub(super) fn doubles(word: &str) -> bool {
    if DOUBLING.split(' ').any(|w| w == word) {
        return true;
    }
    let letters: Vec<char> = word.chars().collect();
    let [.., before, middle, last] = letters.as_slice() else { return false };
    let syllables = letters.windows(2).filter(|w| vowel(w[0]) && !vowel(w[1])).count();
    syllables == 1
        && !vowel(*last)
        && !matches!(last, 'w' | 'x' | 'y')
        && vowel(*middle)
        && !vowel(*before)
}

fn past(base: &str) -> String {
    if base.ends_with('e') {
        return format!("{base}d");
    }
    if let Some(stem) = base.strip_suffix('y').filter(|stem| !stem.ends_with(vowel)) {
        return format!("{stem}ied");
    }
    match base.chars().last().filter(|_| doubles(base)) {
        Some(last) => format!("{base}{last}ed"),
        None => format!("{base}ed"),
    }
}

fn ing(base: &str) -> String {
    if let Some(stem) = base.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    if let Some(stem) = base.strip_suffix('e').filter(|stem| !stem.ends_with('e')) {
        return format!("{stem}ing");
    }
    match base.chars().last().filter(|_| doubles(base)) {
        Some(last) => format!("{base}{last}ing"),
        None => format!("{base}ing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_made_by_the_rules_of_spelling() {
        for (base, expected) in [
            ("study", ["study", "studies", "studied", "studied", "studying"]),
            ("stop", ["stop", "stops", "stopped", "stopped", "stopping"]),
            ("visit", ["visit", "visits", "visited", "visited", "visiting"]),
            ("die", ["die", "dies", "died", "died", "dying"]),
            ("see", ["see", "sees", "saw", "seen", "seeing"]),
            ("write", ["write", "writes", "wrote", "written", "writing"]),
            ("go", ["go", "goes", "went", "gone", "going"]),
        ] {
            assert_eq!(is(base, Form::Base).expect("a verb").forms, expected);
        }
    }

    #[test]
    fn a_past_made_by_the_rule_is_known_for_what_it_is() {
        for (wrong, right) in [("buyed", "bought"), ("teached", "taught"), ("wented", "went")] {
            assert_eq!(overregular(wrong).expect(wrong).form(Form::Past), right);
        }
        assert!(overregular("played").is_none() && overregular("banana").is_none());
    }
}
