//! The nouns, adjectives and adverbs that the rules must tell apart.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::verbs::{doubles, with_s};

/// Countable nouns, singular.
const COUNT: &str = "\
account accident address advert aeroplane airport animal answer ant apple apartment appointment army article artist aunt author avocado baby bag \
ball banana bank basket basin bean bed bedroom bee bicycle bike bill bird birthday biscuit blanket board boat body book boss bottle bowl box boy bracelet \
branch bridge brother bucket building bus business button cabbage calf camera candle car card carpenter carrot case cat cell century ceremony chair chance \
chapter chicken chief chief church cinema city class classmate classroom clerk client clinic clock cloud club coat coin collar college colour committee company computer concert \
cook corner cost cough counter country couple course court cousin cow crop crowd cup cupboard customer dancer daughter day decision degree dentist \
desk dictionary difference director district doctor dog door dream dress drink driver drum duck ear egg elephant employee engine engineer entrance envelope \
error evening event exam examination example exercise eye face factory farm farmer father fee fence festival fever field film finger fire fish flag flat \
floor flower fly foot forest fork form friend frog fruit game garden gate gift giraffe girl glass goal goat gorilla government grandfather grandmother guest guide guitar \
hair hand harvest hat head headache headmaster headmistress headteacher heart hen hill hobby hole holiday horse hospital hotel hour house hunter husband idea insect interview island \
jacket job joke journalist journey judge key kilo kilometre kind king kitchen knee knife lady lake lamp language lawyer leader leaf leg lemon lesson \
letter library lie light line lion list litre loaf loan lorry loss machine magazine man manager mango map market mat match meal mechanic meeting member \
message metre mile minister minute mirror mistake moment month morning mosquito mother motorcycle mountain mouse mouth museum name nation neighbour needle nest net newspaper night nose note notebook \
number nurse office officer onion orange owner page pain pair parcel parent park part party passenger passport path patient pen pencil person phone photo picture piece pig \
pilot pineapple place plan plane plant plate player pocket poem police-officer pool potato pot present president price priest prize problem programme project promise pupil purse \
queen question queue rabbit radio reason receipt recipe report restaurant result rich-man ring river road rock room rope rule sack salary sandwich scarf scarf school scientist screen sea seat \
season secretary seed sentence servant shelf ship shirt shoe shop shopkeeper shower sign singer sister skirt smile snake sofa soldier solution son song sound speaker speech spoon stadium stamp \
star station step stick stomach stomachache stone store storm story stranger street student subject suitcase sum supermarket surprise sweet table tailor task tax taxi teacher \
team tear telephone television test text thief thing thought ticket tiger tie time tin toilet tomato tooth toothache topic tourist towel tower town toy trader train tree \
trip truck tune tyre umbrella uncle uniform university vegetable vehicle verb version view village villager visitor voice volcano wage waiter wall war watch way wedding week weekend wheel wife wind \
window winner woman word worker workshop world worm year zebra problem co-operative cooperative president banker barber builder baker mason nun pastor potter writer actor actress \
goalkeeper housewife footballer receptionist cashier cold flu pharmacy photographer programmer tool vet welder midwife fisherman brush broom cloth-shop hoe jerrycan mattress pillow chemist";

/// Nouns that are not counted, with how one piece of them is called.
const MASS: &str = "\
advice:a piece of advice|information:a piece of information|furniture:a piece of furniture|luggage:a piece of luggage|\
baggage:a piece of baggage|equipment:a piece of equipment|homework:a piece of homework|housework:|work:|bread:a loaf of bread|\
rice:|water:a glass of water|milk:a glass of milk|sugar:|salt:|money:|music:|news:a piece of news|knowledge:|progress:|traffic:|\
weather:|luck:|fun:|help:|evidence:a piece of evidence|research:|rubbish:|garbage:|soap:a bar of soap|electricity:|petrol:|\
oil:|sand:|grass:|meat:a piece of meat|fruit:|food:|clothing:|machinery:|jewellery:a piece of jewellery|staff:|behaviour:|health:|transport:|\
vocabulary:|scenery:|permission:|accommodation:|cash:|flour:|maize:|coffee:|tea:|beer:|juice:|honey:|butter:|blood:|air:|smoke:|dust:|mud:|\
stuff:|underwear:|poverty:|peace:|happiness:|education:|software:|cattle:|sorghum:|cassava:|chalk:a piece of chalk|paper:a piece of paper|slang:|mail:|toast:a piece of toast|\
patience:|courage:|experience:|time:|love:|life:|sleep:|wood:|charcoal:|firewood:|garlic:|rain:|wealth:|honesty:|shopping:|land:|fuel:|heat:|strength:|training:";

/// Plurals that do not end in s, and nouns in f.
const IRREGULAR: &str = "\
man men|woman women|child children|person people|foot feet|tooth teeth|mouse mice|goose geese|ox oxen|sheep sheep|fish fish|\
deer deer|wife wives|knife knives|life lives|leaf leaves|loaf loaves|thief thieves|shelf shelves|half halves|calf calves|\
wolf wolves|scarf scarves|housewife housewives|midwife midwives|fisherman fishermen|policeman policemen|policewoman policewomen|\
businessman businessmen|salesman salesmen|grandchild grandchildren|gentleman gentlemen|potato potatoes|tomato tomatoes|mango mangoes|mosquito mosquitoes|\
hero heroes|volcano volcanoes|echo echoes|criterion criteria|aircraft aircraft|craftsman craftsmen|milkman milkmen";

/// Nouns that are always plural.
const PLURAL_ONLY: &str = "trousers scissors glasses shorts jeans clothes police people pyjamas cattle tongs goods spectacles thanks belongings pliers savings earnings";

/// Adjectives.
const ADJECTIVES: &str = "\
afraid angry bad beautiful big bitter black blue bold brave bright broken brown busy calm careful careless cheap clean clear clever cold comfortable common \
cool correct dangerous dark dear deep delicious dense different difficult dirty dry dull early easy elder empty excited exciting expensive famous fast fat few fine foreign free fresh \
friendly full funny generous gentle glad good great green grey happy hard healthy heavy helpful high honest hot huge hungry ill important intelligent interested \
interesting kind large late lazy light little local lonely long loud lovely low lucky modern muddy narrow national near new nice noisy old orange-coloured old-fashioned patient perfect pink \
polite poor popular possible powerful pretty proud public purple quick quiet ready red respectful rich ripe round rude sad safe salty serious sharp short shy sick silly \
similar simple slim slow small smart soft sour special spicy steep straight strange strict strong sunny sweet tall tasty thick thin thirsty tidy tight tired \
traditional ugly useful useless usual warm weak wealthy wet white wide windy wise wonderful wooden wrong yellow young hardworking heavy-handed humble dusty tiring boring bored responsible capable sure worried proud keen famous";

/// Adverbs that stand before a verb.
const ADVERBS: &str = "always usually often sometimes never rarely seldom also just still really already hardly only ever generally normally now";

/// Adjectives whose adverb is another word.
const MANNER: &str = "good:well|fast:fast|hard:hard|early:early|late:late|quick:quickly|easy:easily|happy:happily|angry:angrily|noisy:noisily|gentle:gently|\
slow:slowly|beautiful:beautifully|careful:carefully|careless:carelessly|quiet:quietly|loud:loudly|polite:politely|fluent:fluently|bad:badly|clear:clearly|correct:correctly|serious:seriously|\
heavy:heavily|patient:patiently|perfect:perfectly|safe:safely|sad:sadly|silent:silently|soft:softly|wonderful:wonderfully|honest:honestly|neat:neatly|nice:nicely|regular:regularly|rude:rudely|dangerous:dangerously|proper:properly|brave:bravely|proud:proudly|deep:deeply|sweet:sweetly|lazy:lazily|kind:kindly|hungry:hungrily";

static ADVERB: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| MANNER.split('|').filter_map(|pair| pair.split_once(':')).collect());

/// Comparatives that are words of their own.
const COMPARED: &str =
    "good better best|bad worse worst|far further furthest|little less least|many more most";

struct Nouns {
    plurals: HashMap<String, String>,
    singulars: HashMap<String, String>,
    mass: HashMap<&'static str, &'static str>,
}

static NOUNS: LazyLock<Nouns> = LazyLock::new(|| {
    let mut plurals: HashMap<String, String> =
        COUNT.split_whitespace().map(|noun| (noun.to_owned(), with_s(noun))).collect();
    for pair in IRREGULAR.split('|') {
        if let Some((one, many)) = pair.split_once(' ') {
            plurals.insert(one.to_owned(), many.to_owned());
        }
    }
    let singulars = plurals.iter().map(|(one, many)| (many.clone(), one.clone())).collect();
    let mass = MASS.split('|').filter_map(|pair| pair.split_once(':')).collect();
    Nouns { plurals, singulars, mass }
});

static ADJECTIVE: LazyLock<HashSet<&str>> =
    LazyLock::new(|| ADJECTIVES.split_whitespace().collect());

/// From every comparative, right or made by the wrong rule, to its adjective; and from every superlative.
static COMPARATIVES: LazyLock<[HashMap<String, &'static str>; 2]> = LazyLock::new(|| {
    ["er", "est"].map(|ending| {
        let mut all = HashMap::new();
        for plain in ADJECTIVES.split_whitespace() {
            let stem = plain.strip_suffix('e').unwrap_or(plain);
            for form in
                [compared(plain, ending), format!("{plain}{ending}"), format!("{stem}{ending}")]
            {
                all.entry(form).or_insert(plain);
            }
        }
        all
    })
});

static MASS_WITH_S: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let nouns = NOUNS.mass.keys().filter(|noun| !listed(COUNTED_TOO, noun));
    nouns.map(|noun| (with_s(noun), *noun)).collect()
});

static WRONG_PLURALS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let pairs = IRREGULAR.split('|').filter_map(|pair| pair.split_once(' '));
    pairs
        .flat_map(|(one, many)| {
            [with_s(one), with_s(many), format!("{one}s")].map(|wrong| (wrong, many))
        })
        .collect()
});

/// Uncountable nouns whose plural means kinds or portions.
const COUNTED_TOO: &str = "coffee tea beer juice fruit food time life work experience love water paper land rain oil meat cattle help smoke dust sand mail wood sleep milk butter soap fuel training heat";

fn listed(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|w| w == word)
}

/// The plural of a countable noun in the singular.
pub(super) fn plural(word: &str) -> Option<&'static str> {
    NOUNS.plurals.get(word).map(String::as_str)
}

/// The singular of a plural; nouns that are always plural have none.
pub(super) fn singular(word: &str) -> Option<&'static str> {
    NOUNS.singulars.get(word).map(String::as_str)
}

/// Whether this names more than one: plurals, and nouns that are always plural.
pub(super) fn is_plural(word: &str) -> bool {
    singular(word).is_some() || listed(PLURAL_ONLY, word)
}

/// Whether this noun is not counted.
pub(super) fn is_mass(word: &str) -> bool {
    NOUNS.mass.contains_key(word)
}

/// The uncountable noun that was given an s: "informations".
pub(super) fn mass_with_s(word: &str) -> Option<&'static str> {
    if word == "news" || singular(word).is_some() {
        return None;
    }
    MASS_WITH_S.get(word).copied()
}

/// What one portion of an uncountable noun is called: "a loaf of bread".
pub(super) fn piece(word: &str) -> Option<&'static str> {
    NOUNS.mass.get(word).copied().filter(|piece| !piece.is_empty())
}

/// "children" for the mistaken "childs" or "childrens".
pub(super) fn overregular_plural(word: &str) -> Option<&'static str> {
    if NOUNS.singulars.contains_key(word)
        || NOUNS.plurals.contains_key(word)
        || listed(PLURAL_ONLY, word)
    {
        return None;
    }
    WRONG_PLURALS.get(word).copied().filter(|_| !matches!(word, "lifes" | "persons" | "fishes"))
}

/// Whether this is an adjective of the list, in its plain form.
pub(super) fn is_adjective(word: &str) -> bool {
    ADJECTIVE.contains(word)
}

/// Whether this adverb stands before a verb.
pub(super) fn is_adverb(word: &str) -> bool {
    listed(ADVERBS, word)
}

/// The adverb of manner of an adjective.
pub(super) fn manner(word: &str) -> Option<&'static str> {
    ADVERB.get(word).copied()
}

/// The adjective of an adverb of manner.
pub(super) fn adjective_of(word: &str) -> Option<&'static str> {
    let mut pairs = MANNER.split('|').filter_map(|pair| pair.split_once(':'));
    pairs.find(|(_, adverb)| *adverb == word).map(|(adjective, _)| adjective)
}

/// Whether an adjective takes -er and -est.
pub(super) fn is_short(word: &str) -> bool {
    let vowels = word.chars().collect::<Vec<_>>();
    let groups =
        vowels.windows(2).filter(|w| "aeiouy".contains(w[0]) && !"aeiouy".contains(w[1])).count();
    let last = word.chars().last().is_some_and(|c| "ayiou".contains(c));
    let syllables = groups + usize::from(last && !word.ends_with("ay"));
    let silent = word.ends_with('e') && syllables <= 1;
    syllables <= 1
        || silent
        || word.ends_with('y')
        || listed("simple gentle narrow clever quiet little", word)
}

/// The comparative (`er`) or superlative (`est`) of an adjective.
pub(super) fn compared(word: &str, ending: &str) -> String {
    for row in COMPARED.split('|') {
        let forms: Vec<&str> = row.split(' ').collect();
        if let [plain, more, most] = forms.as_slice()
            && *plain == word
        {
            return (*if ending == "er" { more } else { most }).to_owned();
        }
    }
    if !is_short(word) {
        return format!("{} {word}", if ending == "er" { "more" } else { "most" });
    }
    if let Some(stem) = word.strip_suffix('e') {
        return format!("{stem}{}", if ending == "er" { "er" } else { "est" });
    }
    if let Some(stem) = word.strip_suffix('y') {
        return format!("{stem}i{ending}");
    }
    match word.chars().last().filter(|_| doubles(word)) {
        Some(last) => format!("{word}{last}{ending}"),
        None => format!("{word}{ending}"),
    }
}

/// The plain adjective behind a comparative or superlative: "taller", "happiest", "worse".
pub(super) fn plain_of(word: &str, ending: &str) -> Option<&'static str> {
    let [more, most] = &*COMPARATIVES;
    (if ending == "er" { more } else { most }).get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjectives_are_compared_by_their_length() {
        for (plain, more, most) in [
            ("big", "bigger", "biggest"),
            ("happy", "happier", "happiest"),
            ("good", "better", "best"),
            ("expensive", "more expensive", "most expensive"),
            ("large", "larger", "largest"),
            ("careful", "more careful", "most careful"),
        ] {
            assert_eq!((compared(plain, "er"), compared(plain, "est")), (more.into(), most.into()));
        }
        assert_eq!(plain_of("difficulter", "er"), Some("difficult"));
    }

    #[test]
    fn plurals_and_what_has_none() {
        assert_eq!(plural("child"), Some("children"));
        assert_eq!(overregular_plural("childs"), Some("children"));
        assert_eq!(overregular_plural("books"), None);
        assert_eq!(mass_with_s("informations"), Some("information"));
        assert_eq!(mass_with_s("news"), None);
    }
}
