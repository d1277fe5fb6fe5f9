//! Trains the acoustic networks.

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::augment;
use super::backprop::{self, Adam, Tape};
use super::data::{Labels, Reading};
use crate::speech::english::acoustic::{self, Heard, OUTPUTS, log_softmax};
use crate::speech::english::phone::CLASSES;
use crate::speech::english::rows::INPUTS;
use crate::speech::net::Net;
use crate::speech::train::learn;

/// How to train.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Passes over the recordings.
    pub epochs: usize,
    /// Values of a hidden row.
    pub hidden: usize,
    /// Epochs after which the recordings are aligned anew by the network as it stands.
    pub realign: Vec<usize>,
    /// Everything random follows from it.
    pub seed: u64,
}

/// Recordings a step.
const BATCH: usize = 8;
/// Highest learning rate.
const RATE: f32 = 2e-3;
/// Share of hidden values dropped.
const DROPOUT: f32 = 0.1;
/// Weight of the marks beside the classes.
const MARK_WEIGHT: f32 = 8.0;
/// The experts' mean score of a phone, 0 to 1: a mark of 0.
const USUAL: f32 = 0.93;
/// The experts' score that a mark of 1 adds.
const UNIT: f32 = 0.2;

/// One varied recording under way.
struct Take<'a> {
    reading: &'a Reading,
    labels: Labels,
    tape: Tape,
    /// Rows by phone that counts for the marks.
    phones: Vec<(usize, Vec<usize>)>,
}

/// Trains one network on the readings that have labels. `progress` is told each epoch's mean losses.
#[must_use]
pub fn fit(
    readings: &[&Reading],
    labels: &[Option<Labels>],
    plan: &Plan,
    progress: &mut dyn FnMut(usize, f32, f32),
) -> Net {
    let mut rng = ChaCha8Rng::seed_from_u64(plan.seed);
    let mut net = backprop::fresh(INPUTS, plan.hidden, OUTPUTS, &mut rng);
    let mut adam = Adam::new(&net);
    let mut labels = labels.to_vec();
    let mut order: Vec<usize> = (0..readings.len()).filter(|i| labels[*i].is_some()).collect();
    let steps = plan.epochs * order.len().div_ceil(BATCH);
    let mut step = 0;
    for epoch in 0..plan.epochs {
        order.shuffle(&mut rng);
        let (mut classes, mut marks) = (0.0, 0.0);
        for batch in order.chunks(BATCH) {
            let (sum, losses) = gradient(&net, readings, &labels, batch, &mut rng);
            let rate = learn::one_cycle(RATE, step as f32 / steps as f32);
            adam.step(&mut net, &sum, rate);
            classes += losses.0 * batch.len() as f32 / order.len() as f32;
            marks += losses.1 * batch.len() as f32 / order.len() as f32;
            step += 1;
        }
        progress(epoch, classes, marks);
        if plan.realign.contains(&epoch) {
            realign(&net, readings, &mut labels);
        }
    }
    net
}

fn realign(net: &Net, readings: &[&Reading], labels: &mut [Option<Labels>]) {
    for (reading, labels) in readings.iter().zip(labels) {
        let heard = acoustic::hear(net, &reading.stretch.inputs());
        let scores = acoustic::alignment_scores(&heard);
        if let Some(found) = Labels::align(reading, &scores, CLASSES) {
            *labels = Some(found);
        }
    }
}

/// The gradient of a batch's mean loss, and its two losses.
fn gradient(
    net: &Net,
    readings: &[&Reading],
    labels: &[Option<Labels>],
    batch: &[usize],
    rng: &mut ChaCha8Rng,
) -> (Net, (f32, f32)) {
    let take = |i: &usize| {
        let mut own = ChaCha8Rng::seed_from_u64(rng.random());
        let reading = readings[*i];
        let (inputs, labels) = augment::vary(&reading.stretch, labels[*i].as_ref()?, &mut own);
        let phones = judged(reading, &labels);
        let tape = backprop::forward(net, inputs, DROPOUT, &mut own);
        Some(Take { reading, labels, tape, phones })
    };
    let takes: Vec<Take<'_>> = batch.iter().filter_map(take).collect();
    let rows: usize = takes.iter().map(|t| t.labels.classes.len()).sum();
    let phones: usize = takes.iter().map(|t| t.phones.len()).sum();
    let turned = backprop::transposed(net);
    let mut sum = backprop::zeros(net);
    let (mut classes, mut marks) = (0.0, 0.0);
    for take in &takes {
        let mut slope = vec![0.0; take.tape.outputs.len()];
        classes += class_loss(take, 1.0 / rows as f32, &mut slope);
        marks += mark_loss(take, 1.0 / phones.max(1) as f32, &mut slope);
        backprop::backward(net, &turned, &take.tape, slope, &mut sum);
    }
    (sum, (classes, marks))
}

/// The rows of each phone that the experts judged.
fn judged(reading: &Reading, labels: &Labels) -> Vec<(usize, Vec<usize>)> {
    let mut rows: Vec<(usize, Vec<usize>)> =
        (0..reading.phone_marks.len()).map(|p| (p, Vec::new())).collect();
    for (t, owner) in labels.owners.iter().enumerate() {
        if let Some(p) = owner {
            rows[usize::from(*p)].1.push(t);
        }
    }
    rows.retain(|(p, rows)| reading.phone_marks[*p].is_some() && !rows.is_empty());
    rows
}

/// Cross-entropy of the classes; adds its slope.
fn class_loss(take: &Take<'_>, share: f32, slope: &mut [f32]) -> f32 {
    let mut loss = 0.0;
    let rows = take.tape.outputs.chunks_exact(OUTPUTS).zip(slope.chunks_exact_mut(OUTPUTS));
    for ((outputs, slope), class) in rows.zip(&take.labels.classes) {
        let log_p = log_softmax(&outputs[..CLASSES]);
        for (c, (slope, log_p)) in slope.iter_mut().zip(log_p).enumerate() {
            let here = if c == usize::from(*class) { 1.0 } else { 0.0 };
            *slope += share * (log_p.exp() - here);
        }
        loss -= share * log_p[usize::from(*class)];
    }
    loss
}

/// Squared error of each phone's mean mark against the experts' score; adds its slope.
fn mark_loss(take: &Take<'_>, share: f32, slope: &mut [f32]) -> f32 {
    let mut loss = 0.0;
    for (phone, rows) in &take.phones {
        let Some(truth) = take.reading.phone_marks[*phone] else { continue };
        let place = |t: &usize| t * OUTPUTS + CLASSES + usize::from(take.labels.classes[*t]);
        let mean =
            rows.iter().map(|t| take.tape.outputs[place(t)]).sum::<f32>() / rows.len() as f32;
        let error = UNIT * mean - (truth - USUAL);
        loss += share * error * error;
        for t in rows {
            slope[place(t)] += MARK_WEIGHT * share * 2.0 * error * UNIT / rows.len() as f32;
        }
    }
    loss
}

/// Share of the rows of phones whose likeliest class is theirs.
#[must_use]
pub fn agreement(heard: &Heard, labels: &Labels) -> (usize, usize) {
    let best =
        |row: &[f32; CLASSES]| (0..CLASSES).max_by(|a, b| row[*a].total_cmp(&row[*b])).unwrap_or(0);
    let spoken = heard.log_p.iter().zip(&labels.classes).filter(|(_, c)| **c > 0);
    let right = spoken.clone().filter(|(row, c)| best(row) == usize::from(**c)).count();
    (right, spoken.count())
}
