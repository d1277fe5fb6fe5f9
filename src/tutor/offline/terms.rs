//! Texts as bags of words that tell something, for searching.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::replies::plain;

/// Words that every question has.
const STOP: &str = "a an the is are am was were be been do does did has have had will would can could should may must of to in on at \
    for with and or but not no by from as if so than then that this these those it its he she they we you i my your his her our their \
    me him them us what which who whom whose when where why how many much long often one some any all there here about into out up \
    please tell explain say mean means called name give know want \
    ni na n y mu ku i ko cy bw rw w iki ibiki nde bande ryari hehe he gute ite bite angahe zingahe bangahe kangahe kuki iyo uyu iyi aya \
    aba ibi icyo ibyo ubu uko ari uri ndi si kandi cyangwa ariko ngo wa ya ba bya cya za ka kwa mbwira sobanura bivuga bisobanura \
    twitwa yitwa cyitwa bitwa witwa kimwe umwe imwe uwuhe uwa uwo ese se mbese";

static STOPS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| STOP.split_whitespace().collect());

/// The telling words of a text, in order, each cut to its stem.
pub(super) fn telling(text: &str) -> Vec<String> {
    let plain = plain(text);
    let words = plain.split(' ').filter(|word| !word.is_empty() && !STOPS.contains(word));
    words.map(stem).collect()
}

/// An English word without its commonest endings; Kinyarwanda words keep their form.
pub(super) fn stem(word: &str) -> String {
    let cut =
        |ending: &str, least: usize| word.strip_suffix(ending).filter(|rest| rest.len() >= least);
    let stem = cut("ies", 3).map(|rest| format!("{rest}y"));
    stem.or_else(|| {
        cut("ing", 4)
            .or_else(|| cut("ed", 4))
            .or_else(|| cut("es", 4))
            .or_else(|| cut("s", 3))
            .map(str::to_owned)
    })
    .unwrap_or_else(|| word.to_owned())
}

/// Whether two stems are the same, or one a misspelling of the other.
pub(super) fn alike(a: &str, b: &str) -> bool {
    a == b
        || (a.len() >= 6
            && b.len() >= 6
            && a.as_bytes()[0] == b.as_bytes()[0]
            && strsim::osa_distance(a, b) <= 1)
}
