//! Packs of a teacher's own, from outside: what they add can be chosen and shows in its lesson, and each fault is told by
//! file and line.

mod support;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use support::telephone::{Phone, has};
use tempfile::TempDir;
use toneline::content::{Fault, Library};
use toneline::domain::lang::Lang;
use toneline::modules::registry::Registry;

const ITEM: &str = r#"
[[item]]
id = "ID"
level = 1
ask = { en = "On which day is the big market of Kibuye?", rw = "Isoko rinini rya Kibuye riba ku wuhe munsi?" }
choices = [{ en = "Friday", rw = "Ku wa gatanu" }, { en = "Monday", rw = "Ku wa mbere" }]
answer = 1
needs_en = [["friday"]]
needs_rw = [["gatanu"]]
fact = { en = "Fishermen bring their fish early.", rw = "Abarobyi bazana amafi kare." }
"#;

fn pack(module: &str, id: &str, title: &str) -> String {
    format!(
        "format = 1\nid = \"{id}\"\nversion = \"1.0.0\"\nmodule = \"{module}\"\n\
         title = {{ en = \"{title}\", rw = \"Akarere kacu\" }}\nlicence = \"CC BY 4.0\"\nlevels = [1, 3]\n"
    )
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("written");
}

fn district(root: &Path) {
    write(root, "my-school/pack.toml", &pack("general", "my-school", "Our district"));
    write(root, "my-school/district.toml", &ITEM.replace("ID", "district-market"));
}

fn taught(root: &Path) -> Registry {
    let (library, faults) = Library::with_folder(root).expect("readable");
    assert!(faults.is_empty(), "{faults:?}");
    Registry::teaching(&Arc::new(library))
}

const MARKET: &str = "On which day is the big market of Kibuye?";

#[test]
fn a_topic_that_a_teacher_adds_is_chosen_by_its_number_after_the_others() {
    let folder = TempDir::new().expect("a folder");
    district(folder.path());
    let mut phone = Phone::new(taught(folder.path()), Lang::En);
    has(&phone.text("5"), "8 a fact. Or 9 Our district.");
    has(&phone.text("9"), MARKET);
    has(&phone.text("1"), "Fishermen bring their fish early.");
    phone.dial();
    phone.press("2");
    has(&phone.press("5"), "For Our district, press 9.");
    has(&phone.press("9"), MARKET);
}

#[test]
fn a_topic_that_a_teacher_adds_is_chosen_by_keyword_and_by_a_plain_sentence() {
    let folder = TempDir::new().expect("a folder");
    district(folder.path());
    let registry = taught(folder.path());
    for words in [
        "our district",
        "district",
        "Please ask me about our district",
        "I want questions on my distict",
    ] {
        let mut phone = Phone::new(registry.clone(), Lang::En);
        has(&phone.text(words), MARKET);
        let mut phone = Phone::new(registry.clone(), Lang::En);
        phone.text("maths");
        if words.split(' ').count() <= 2 {
            has(&phone.text(words), MARKET);
        }
        let mut phone = Phone::new(registry.clone(), Lang::En);
        phone.dial();
        has(&phone.say(words), MARKET);
    }
    let mut phone = Phone::new(registry, Lang::Rw);
    has(&phone.text("akarere kacu"), "Isoko rinini rya Kibuye");
}

#[test]
fn several_added_topics_stand_in_a_list_of_their_own() {
    let folder = TempDir::new().expect("a folder");
    district(folder.path());
    let fish = format!("title = {{ en = \"Keeping fish\", rw = \"Korora amafi\" }}\n{ITEM}");
    write(folder.path(), "my-school/fish.toml", &fish.replace("ID", "fish-market"));
    let mut phone = Phone::new(taught(folder.path()), Lang::En);
    has(&phone.text("5"), "Or 9 more topics.");
    has(&phone.text("9"), "Reply 1 Our district; 2 Keeping fish.");
    has(&phone.text("2"), "Good: Keeping fish.");
    phone.text("menu");
    phone.text("knowledge");
    phone.text("9");
    has(&phone.text("health"), "Good: health.");
    phone.text("topic");
    has(&phone.text("fish"), "Good: Keeping fish.");
}

/// The first entry of a shipped file, under another id.
fn entry(path: &str, header: &str, id: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts/content");
    let text = fs::read_to_string(root.join(path)).expect("a shipped file");
    let from = text.find(header).expect("an entry");
    let rest = &text[from + header.len()..];
    let entry = &rest[..rest.find(header).unwrap_or(rest.len())];
    let old = entry.split("id = \"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
    format!("{header}{}", entry.replacen(old, id, 1))
}

#[test]
fn what_a_pack_adds_to_each_lesson_shows_there() {
    let folder = TempDir::new().expect("a folder");
    let root = folder.path();
    let story = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("prompts/content/comprehension-core/stories/five-thousand.toml"),
    );
    let story = story.expect("a story").replacen("five-thousand", "mine", 1);
    let story = story.replacen("The wrong note", "The teacher of Kibuye", 1);
    write(root, "stories/pack.toml", &pack("comprehension", "my-stories", "Stories"));
    write(root, "stories/stories/mine.toml", &story);
    let motion = entry("debate-core/motions-A.toml", "[[motion]]", "my-motion");
    let old = motion.split("motion = { en = \"").nth(1).and_then(|m| m.split('"').next());
    let motion = motion.replacen(old.expect("a motion"), "Our school should keep bees.", 1);
    let level = motion.find("level = ").expect("a level") + "level = ".len();
    let motion = format!("{}1{}", &motion[..level], &motion[level + 1..]);
    write(root, "debates/pack.toml", &pack("debate", "my-debates", "Debates"));
    write(root, "debates/motions.toml", &motion);
    let talk = entry("english-core/dialogues/level-1.toml", "[[dialogue]]", "my-talk");
    let setting = talk.split("setting = { en = \"").nth(1).and_then(|m| m.split('"').next());
    let talk = talk.replacen(setting.expect("a setting"), "You are at the school of Kibuye.", 1);
    write(root, "talk/pack.toml", &pack("english", "my-talk", "Talk"));
    write(root, "talk/dialogues/level-1.toml", &talk);
    write(root, "money/pack.toml", &pack("maths", "my-names", "Names"));
    write(
        root,
        "money/names.toml",
        "names = [{ name = \"Zubeda\", gender = \"f\" }]\nplaces = []\ngoods = []\n",
    );
    let registry = taught(root);

    let mut phone = Phone::new(registry.clone(), Lang::En);
    has(&phone.text("story"), "The teacher of Kibuye");
    has(&Phone::new(registry.clone(), Lang::En).text("debate"), "Our school should keep bees.");
    let mut phone = Phone::new(registry.clone(), Lang::En);
    phone.text("english");
    let dialogues = (0..80).map(|_| {
        phone.text("menu");
        phone.text("english");
        phone.text("change");
        phone.text("conversation")
    });
    assert!(dialogues.into_iter().any(|said| said.contains("the school of Kibuye")));
    let mut phone = Phone::new(registry, Lang::En);
    phone.text("maths");
    assert!((0..400).any(|_| phone.text("skip").contains("Zubeda")), "no problem has the name");
}

fn faults(root: &Path) -> Vec<Fault> {
    let (_, faults) = Library::with_folder(root).expect("readable");
    faults
}

#[test]
fn each_kind_of_fault_is_told_at_its_own_line_in_plain_words() {
    let good = ITEM.replace("ID", "one");
    let second = |id: &str| ITEM.replace("ID", id);
    let cases: Vec<(&str, String, usize, &str)> = vec![
        ("a field that is missing", good.replace("answer = 1\n", ""), 2, "`answer` is missing"),
        (
            "a language that is missing",
            good.replace(", rw = \"Ku wa gatanu\"", ""),
            6,
            "`rw` is missing",
        ),
        (
            "a name that is not known",
            good.replace("needs_en", "nedes_en"),
            8,
            "`nedes_en` is not known here",
        ),
        (
            "a text for a number",
            good.replace("answer = 1", "answer = \"one\""),
            7,
            "the text \"one\" stands where a whole number from 0 on is wanted",
        ),
        (
            "a number below nothing",
            good.replace("level = 1", "level = -1"),
            4,
            "the number -1 stands where",
        ),
        ("a level too high", good.replace("level = 1", "level = 6"), 4, "levels are 1 to 5"),
        (
            "an answer that is no choice",
            good.replace("answer = 1", "answer = 3"),
            7,
            "answer is 3; it is the number of a choice",
        ),
        (
            "an answer that its needs do not take",
            good.replace("[[\"friday\"]]", "[[\"tuesday\"]]"),
            8,
            "the right answer, \"Friday\", does not hold what needs_en asks for: tuesday",
        ),
        (
            "a right answer that must not be said",
            good.replace("needs_rw", "not_en = [\"friday\"]\nneeds_rw"),
            9,
            "the right answer, \"Friday\", says \"friday\" of not_en",
        ),
        (
            "a word that is asked for and must not be said",
            good.replace("[[\"friday\"]]", "[[\"friday\", \"day five\"]]\nnot_en = [\"five\"]"),
            9,
            "\"day five\" is asked for, and not_en has \"five\"",
        ),
        (
            "a word without letters that must not be said",
            good.replace("fact =", "not_rw = [\" \"]\nfact ="),
            10,
            "not_rw has a word without letters",
        ),
        ("no needs", good.replace("[[\"gatanu\"]]", "[]"), 9, "needs_rw is empty"),
        (
            "an empty group of needs",
            good.replace("[[\"gatanu\"]]", "[[]]"),
            9,
            "needs_rw has a group without a word",
        ),
        (
            "a line break",
            good.replace("Fishermen bring", "Fishermen\\nbring"),
            10,
            "fact (en) has a line break",
        ),
        (
            "an empty text",
            good.replace("Fishermen bring their fish early.", " "),
            10,
            "fact (en) is empty",
        ),
        (
            "a letter that no text carries",
            good.replace("Fishermen", "Fishermen \u{2013}"),
            10,
            "which no plain text message can carry",
        ),
        (
            "a text too long",
            good.replace("Fishermen", &"fish ".repeat(50)),
            10,
            "characters; 200 fit",
        ),
        (
            "choices that are the same",
            good.replace("Monday", "Friday"),
            6,
            "two choices are the same",
        ),
        (
            "an id with capitals",
            good.replace("\"one\"", "\"One\""),
            3,
            "an id is lower-case letters",
        ),
        (
            "an id used twice in a file",
            format!("{good}{good}"),
            3,
            "there is another item with this id",
        ),
        (
            "an id that is shipped",
            second("sun-is-a-star"),
            3,
            "there is another item with this id, general-core/science.toml:4",
        ),
        (
            "an entry of another kind",
            format!("{good}\n[[sentence]]\nid = \"x\"\n"),
            12,
            "sentence has no place here",
        ),
        ("no TOML", good.replace("answer = 1", "answer 1"), 7, ""),
    ];
    for (what, text, line, told) in cases {
        let folder = TempDir::new().expect("a folder");
        write(folder.path(), "mine/pack.toml", &pack("general", "mine", "Mine"));
        write(folder.path(), "mine/topic.toml", &text);
        let faults = faults(folder.path());
        let found = faults.iter().any(|fault| {
            fault.path == "mine/topic.toml" && fault.line == line && fault.what.contains(told)
        });
        assert!(found, "{what}: {faults:#?}");
        for fault in &faults {
            for term in ["usize", "u8", "struct", "Range", "Some(", "sequence", "variant", "field"]
            {
                assert!(!fault.what.contains(term), "{what}: {fault}");
            }
        }
    }
}

#[test]
fn one_fault_hides_no_other_and_what_is_right_is_taught() {
    let folder = TempDir::new().expect("a folder");
    write(folder.path(), "mine/pack.toml", &pack("general", "mine", "Mine"));
    let bad = ITEM.replace("answer = 1", "answer = \"one\"").replace("ID", "bad-one");
    let worse = ITEM.replace("level = 1\n", "").replace("ID", "bad-two");
    let empty = ITEM.replace("[[\"friday\"]]", "[]").replace("ID", "bad-three");
    let good = ITEM.replace("ID", "good-one");
    write(folder.path(), "mine/topic.toml", &format!("{bad}{worse}{empty}{good}"));
    let (library, faults) = Library::with_folder(folder.path()).expect("readable");
    let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines.len(), 3, "{faults:?}");
    let own: Vec<&str> =
        library.items.iter().filter(|i| i.topic == "topic").map(|i| i.id.as_str()).collect();
    assert_eq!(own, ["good-one"]);
    assert!(library.items.iter().any(|item| item.id == "sun-is-a-star"), "the shipped ones stay");
}

#[test]
fn faults_of_packs_stories_sums_and_names_are_told_too() {
    let folder = TempDir::new().expect("a folder");
    let root = folder.path();
    write(
        root,
        "one/pack.toml",
        &pack("general", "general-core", "One").replace("[1, 3]", "[3, 9]"),
    );
    write(root, "one/x.toml", &ITEM.replace("ID", "x-one"));
    write(root, "sums/pack.toml", &pack("maths", "sums", "Sums"));
    let sum = "[[problem]]\nid = \"mine\"\nskill = \"adding\"\nlevel = 1\n\
        text = { en = \"{a} and {b}?\", rw = \"{a} na {b}?\" }\n\
        vars = { a = { from = 50, to = 20, step = 0 }, b = { from = 1, to = 2, step = 1 } }\n\
        answer = \"a + b\"\nunit = \"\"\nsteps = { en = \"{answer}\", rw = \"{answer}\" }\n";
    write(root, "sums/templates.toml", sum);
    write(
        root,
        "sums/names.toml",
        "names = [{ name = \"Zubeda\", gender = \"girl\" }]\nplaces = []\ngoods = []\n",
    );
    let all: Vec<String> = faults(root).iter().map(ToString::to_string).collect();
    for wanted in [
        "one/pack.toml:2: there is another pack general-core, general-core/pack.toml",
        "one/pack.toml:7: levels are 1 to 5, the least first",
        "sums/templates.toml:3: mine: there is no skill adding; there are add, subtract",
        "sums/templates.toml:6: mine: a goes from 50 to 20 in steps of 0",
        "sums/names.toml:1: Zubeda: gender is",
    ] {
        assert!(all.iter().any(|fault| fault.starts_with(wanted)), "{wanted}: {all:#?}");
    }
}

#[test]
fn a_part_of_the_right_sentence_is_no_other_way_to_say_it() {
    let folder = TempDir::new().expect("a folder");
    let root = folder.path();
    write(root, "mine/pack.toml", &pack("english", "mine", "Mine"));
    let sentence = |also: &str| {
        format!(
            "[[sentence]]\nid = \"mine-fix\"\nrule = \"RULE\"\nwrong = \"You right; we should go.\"\n\
             right = \"You are right; we should go.\"\nalso = [\"{also}\"]\n\
             note = {{ en = \"Are is missing.\", rw = \"Are irabura.\" }}\n"
        )
    };
    let rule = Library::shipped().english.rules[0].id.clone();
    for (also, told) in [("You're right", true), ("You're right; we should go.", false)] {
        write(root, "mine/sentences/level-1.toml", &sentence(also).replace("RULE", &rule));
        let all: Vec<String> = faults(root).iter().map(ToString::to_string).collect();
        assert_eq!(all.iter().any(|fault| fault.contains("only a part")), told, "{also}: {all:#?}");
    }
}
