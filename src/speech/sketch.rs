//! Draws how a voice went against how it should have gone, for a terminal and as SVG.

use std::fmt::Write;

use crate::domain::pinyin::Tone;

/// Points of a model contour.
const POINTS: usize = 16;
/// Semitones over the speaker's middle at the top of the picture.
const TOP_ST: f32 = 8.0;
/// Semitones at the bottom.
const BOTTOM_ST: f32 = -10.0;
/// Lines of the terminal's picture: two semitones each.
const LINES: usize = 10;
/// Columns of the terminal's picture.
const COLUMNS: usize = 32;

/// How a teacher says `tone` alone, semitones over the speaker's middle at equal steps; medians of the
/// training data.
#[must_use]
pub fn model(tone: Tone) -> [f32; POINTS] {
    let corners: &[f32] = match tone {
        Tone::First => &[3.5, 3.7, 3.7],
        Tone::Second => &[-2.5, -2.6, -2.0, 0.0, 4.0],
        Tone::Third => &[-3.3, -5.2, -7.6, -7.4, -3.5],
        Tone::Fourth => &[4.6, 4.6, 2.2, -1.5, -5.0],
        Tone::Neutral => &[0.0, -1.5, -3.0],
    };
    std::array::from_fn(|i| at(corners, i as f32 / (POINTS - 1) as f32))
}

/// The value of a contour at a place from 0 to 1, on straight lines between its points.
fn at(contour: &[f32], place: f32) -> f32 {
    let last = contour.len() - 1;
    let spot = place * last as f32;
    let left = (spot as usize).min(last);
    let right = (left + 1).min(last);
    contour[left] + (contour[right] - contour[left]) * (spot - left as f32)
}

/// The share of the picture's height, 0 at the top.
fn depth(semitones: f32) -> f32 {
    ((TOP_ST - semitones) / (TOP_ST - BOTTOM_ST)).clamp(0.0, 1.0)
}

/// A picture of ten lines: `●` is the caller, `·` the model, `-` the middle of the caller's voice. An empty
/// contour (a voice that creaked throughout) shows the model alone.
#[must_use]
pub fn sketch(contour: &[f32], tone: Tone) -> String {
    let mut cells = [[' '; COLUMNS]; LINES];
    let line = |st: f32| (depth(st) * (LINES - 1) as f32).round() as usize;
    cells[line(0.0)] = ['-'; COLUMNS];
    let mut draw = |contour: &[f32], mark: char| {
        let place = |column: usize| column as f32 / (COLUMNS - 1) as f32;
        (0..COLUMNS).for_each(|c| cells[line(at(contour, place(c)))][c] = mark);
    };
    draw(&model(tone), '·');
    if !contour.is_empty() {
        draw(contour, '●');
    }
    let mut out = String::new();
    for cells in cells {
        let text: String = cells.iter().collect();
        out.push_str(text.trim_end());
        out.push('\n');
    }
    out
}

/// The same picture as an SVG document, one panel a syllable: `(label, contour, tone)`.
#[must_use]
pub fn svg(panels: &[(String, Vec<f32>, Tone)]) -> String {
    const WIDE: usize = 180;
    const HIGH: f32 = 160.0;
    let width = WIDE * panels.len().max(1);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} 200\" font-family=\"sans-serif\" font-size=\"14\">\n"
    );
    for (i, (label, contour, tone)) in panels.iter().enumerate() {
        let left = i * WIDE;
        let line = |contour: &[f32]| -> String {
            let last = contour.len().saturating_sub(1).max(1) as f32;
            let points = contour.iter().enumerate().map(|(p, st)| {
                let x = left as f32 + 15.0 + 150.0 * p as f32 / last;
                format!("{x:.1},{:.1}", 10.0 + HIGH * depth(*st))
            });
            points.collect::<Vec<_>>().join(" ")
        };
        let middle = 10.0 + HIGH * depth(0.0);
        let _ = writeln!(
            out,
            "<line x1=\"{}\" x2=\"{}\" y1=\"{middle:.1}\" y2=\"{middle:.1}\" stroke=\"#ccc\"/>",
            left + 10,
            left + WIDE - 10
        );
        for (points, style) in [
            (line(&model(*tone)), "stroke=\"#888\" stroke-dasharray=\"5 4\""),
            (line(contour), "stroke=\"#06c\" stroke-width=\"3\""),
        ] {
            let _ = writeln!(out, "<polyline fill=\"none\" {style} points=\"{points}\"/>");
        }
        let _ = writeln!(out, "<text x=\"{}\" y=\"192\">{}</text>", left + 15, escape(label));
    }
    out.push_str("</svg>\n");
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rise_goes_from_the_lower_left_to_the_upper_right() {
        let rise: Vec<f32> = (0..16).map(|i| i as f32 - 8.0).collect();
        let picture = sketch(&rise, Tone::First);
        let lines: Vec<&str> = picture.lines().collect();
        assert_eq!(lines.len(), LINES);
        let column = |line: &str| line.chars().position(|c| c == '●');
        let top = lines.iter().find_map(|l| column(l));
        let bottom = lines.iter().rev().find_map(|l| column(l));
        assert!(top > bottom, "{picture}");
    }

    #[test]
    fn a_creaking_voice_shows_the_model_alone() {
        let picture = sketch(&[], Tone::Third);
        assert!(picture.contains('·') && !picture.contains('●'));
    }

    #[test]
    fn the_svg_is_well_formed_whatever_the_label_holds() {
        let text = svg(&[
            ("a<b&c".to_owned(), vec![], Tone::First),
            ("ma2".to_owned(), vec![0.0, 40.0], Tone::Second),
        ]);
        assert!(text.contains("a&lt;b&amp;c") && text.ends_with("</svg>\n"));
        assert_eq!(text.matches("<polyline").count(), 4);
        assert!(!text.contains("NaN") && !text.contains("inf"));
    }
}
