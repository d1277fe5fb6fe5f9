//! Plain words inside lessons: what leads away from one, and what must not.

mod support;

use support::telephone::{Phone, has};
use toneline::domain::lang::Lang;
use toneline::modules::registry::Registry;

/// Common words of English that name no lesson and are no command.
const ENGLISH: &str = "the of and to in is you that it he was for on are as with his they at be this have from or one had \
    by word but not what all were we when your can said there use an each which she do how their if will up other about out \
    many then them these so some her would make like him into time has look two more write go see number way could people \
    my than first water been call who oil its now find long down day did get come made may part over new sound take only \
    little work know place year live me give most very after thing our just name good sentence man think say great where \
    through much before line right too mean old any same boy follow came want show also around form three small set put \
    does well large must big even such because turn here why ask went men read need land different us move try kind \
    hand picture change off play spell air away animal house point page letter mother answer found study still learn should \
    world high every near add food between own below country plant last school father keep tree never city earth eye \
    light thought head under saw left few while along might close something seem next hard open example begin life always \
    those both paper together got group often run important until children side feet car mile night walk white sea began \
    grow took river four carry state once book hear without second miss idea eat face watch far really almost \
    let above girl sometimes mountain cut young talk soon list song being family body music color stand sun question \
    fish area mark dog horse bird problem complete room knew since ever piece told usually friend easy heard order red door \
    sure become top ship across today during short better best however low hour black product happen whole measure remember \
    early wave reach money market price milk goat cow hen egg bean rice seller buyer shoe cloth teacher pupil";

/// Common words of Kinyarwanda, of the same kind.
const KINYARWANDA: &str = "kubera kuko kugira kuba kubaka kubaha kubona kuvuga gukura gukora gukunda guha gufata kujya kuza \
    kurya kunywa kubaza kubana kumara kumva kureba kwiga kwigisha gusaba gusubiza gutanga guteka gutera guhinga gusura \
    gukina guhaha kugura kugurisha kwambara kwandika kurera kurinda gufasha gukira kurwara gusinzira kubyuka guseka kurira \
    umuntu abantu umwana abana umugabo umugore umukobwa umuhungu mama papa data umubyeyi inshuti umuturanyi umuganga \
    umwarimu umunyeshuri umuhinzi abahinzi umworozi umucuruzi umushoferi inkoko inkura inkuba inka ihene intama ingurube imbwa \
    injangwe inyoni ifi amata amagi amazi umuriro izuba imvura umuyaga umusozi umugezi ikiyaga ishyamba igiti ibiti indabo \
    imbuto ibishyimbo ibirayi ibijumba umuceri ifarini umugati isukari umunyu inyama isoko isaha umunsi iminsi icyumweru \
    ukwezi umwaka imyaka ejo uyu none ubu kare nijoro mugitondo saa inzu urugo umudugudu umujyi akagari igihugu isi ijuru \
    ubutaka umuhanda imodoka igare indege telefone radiyo ikaye ikaramu igitabo ibitabo ishuri isomero isuka umupanga \
    umutwe amaso amatwi izuru umunwa amenyo ukuboko ikiganza ukuguru ikirenge umutima inda rimwe kabiri gatatu kane gatanu \
    gatandatu karindwi umunani icyenda icumi ijana igihumbi byinshi bike cyane gake buri bose byose rwose neza nabi byiza \
    bibi nini nto kinini gito muremure mugufi mushya gishaje cyera umukara umweru umutuku icyatsi hano hariya hasi hejuru \
    imbere hagati iruhande kandi ariko cyangwa nuko none rero nka nko niba ubwo ngo ati iki nde hehe ryari gute \
    bangahe angahe yego amafaranga igiciro umubare ikibazo igisubizo ijambo amagambo ururimi igitekerezo ikiganiro \
    ubwenge ubukungu ubutumwa amahoro urukundo ubwoba ibyishimo agahinda";

/// Texts that open each lesson at a question, and its name.
const LESSONS: [(&[&str], &str); 3] = [
    (&["maths"], "maths"),
    (&["debate", "1", "1", "1"], "debate"),
    (&["quiz on science"], "knowledge"),
];

fn phone(lang: Lang, texts: &[&str]) -> Phone {
    let mut phone = Phone::new(Registry::shipped(), lang);
    for text in texts {
        phone.text(text);
    }
    phone
}

fn lesson(phone: &Phone) -> String {
    phone.context.current_module.as_ref().expect("a lesson").to_string()
}

#[test]
fn no_common_word_leads_out_of_a_lesson() {
    let mut left = Vec::new();
    for (texts, name) in LESSONS {
        for (lang, words) in [(Lang::En, ENGLISH), (Lang::Rw, KINYARWANDA)] {
            let start = phone(lang, texts).context;
            for word in words.split_whitespace() {
                let mut phone = Phone::new(Registry::shipped(), lang);
                phone.context = start.clone();
                phone.text(word);
                if lesson(&phone) != name {
                    left.push(format!("{word}: from {name} to {}", lesson(&phone)));
                }
            }
        }
    }
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn reasons_and_tasks_in_kinyarwanda_stay_in_the_lesson() {
    for (texts, name) in LESSONS {
        for words in [
            "kubera iki",
            "kubera ko inkoko zitanga amagi",
            "Ndashaka kujya mu isomero",
            "Ndi umuhinzi",
            "ndashaka kugura igitabo",
        ] {
            let mut phone = phone(Lang::Rw, texts);
            let reply = phone.text(words);
            assert_eq!(lesson(&phone), name, "{words}: {reply}");
        }
    }
}

#[test]
fn a_wish_to_learn_leads_to_another_lesson_and_forgives_a_slip() {
    for (words, name) in [
        ("I want to practise reading a storry", "comprehension"),
        ("ndashaka kwiga imibare", "maths"),
        ("please teach me Chinese", "mandarin"),
        ("mandarn", "mandarin"),
        ("quiz on science please", "knowledge"),
        ("grammar", "english"),
    ] {
        let mut phone = phone(Lang::En, &["debate", "1", "1", "1"]);
        let reply = phone.text(words);
        assert_eq!(lesson(&phone), name, "{words}: {reply}");
    }
}

#[test]
fn the_name_of_a_lesson_is_no_answer_and_costs_no_try() {
    let conversation: &[&str] = &["english", "conversation", "1"];
    let free_talk: &[&str] = &["english", "5"];
    for texts in [conversation, free_talk, &["english"], &["debate"], &["story", "1"], &["story"]] {
        for words in
            ["MATHS", "Maths please", "I want maths", "Ndashaka imibare", "can we do maths"]
        {
            let mut phone = phone(Lang::En, texts);
            has(&phone.text(words), "maths");
            assert_eq!(lesson(&phone), "maths", "{words} after {texts:?}");
            assert_eq!(phone.context.text.done.0, 0, "{words} after {texts:?}");
        }
    }
}
