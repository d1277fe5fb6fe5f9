//! Segments as an independent calculator counts them (npm `sms-segments-calculator` 1.3.0, over texts of our own).

use serde::Deserialize;
use toneline::text::sms::{Encoding, segments};

/// A text, as pieces and how often each is repeated, and what the calculator said of it.
#[derive(Deserialize)]
struct Vector {
    parts: Vec<(String, usize)>,
    encoding: String,
    segments: usize,
    units: usize,
}

#[test]
fn every_text_is_counted_as_the_independent_calculator_counts_it() {
    let vectors: Vec<Vector> =
        serde_json::from_str(include_str!("data/sms_segments.json")).expect("vectors are JSON");
    assert!(vectors.len() > 90, "{} vectors", vectors.len());
    for vector in vectors {
        let text: String = vector.parts.iter().map(|(piece, times)| piece.repeat(*times)).collect();
        let got = segments(&text);
        let encoding = match got.encoding {
            Encoding::Gsm7 => "GSM-7",
            Encoding::Ucs2 => "UCS-2",
        };
        assert_eq!(
            (encoding, got.parts.len(), got.units),
            (vector.encoding.as_str(), vector.segments, vector.units),
            "{:?}",
            vector.parts
        );
    }
}
