//! The file of weights: networks with weights of eight bits, and the heads.

use super::acoustic;
use super::heads::Heads;
use crate::speech::net::{Conv, Net};
use crate::speech::trees::take;

const MAGIC: &[u8; 4] = b"TLE4";
/// The most networks, layers, and values of a row that a file may ask for.
const MOST: usize = 1_024;

/// A file of weights that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the English weights cannot be read")]
pub struct WeightsError;

/// The bytes of a file. Each output's weights are multiples of the largest of them divided by 127.
#[must_use]
pub fn to_bytes(nets: &[Net], heads: &Heads) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.push(nets.len() as u8);
    for net in nets {
        out.push(net.layers.len() as u8);
        net.layers.iter().for_each(|layer| write_layer(layer, &mut out));
    }
    heads.write(&mut out);
    out
}

/// The network as it comes back from a file.
#[must_use]
pub fn rounded(net: &Net) -> Net {
    let mut net = net.clone();
    for layer in &mut net.layers {
        let scales = scales(layer);
        for row in layer.weights.chunks_exact_mut(layer.outputs) {
            row.iter_mut().zip(&scales).for_each(|(w, s)| *w = (*w / s).round() * s);
        }
    }
    net
}

/// Reads what [`to_bytes`] wrote.
///
/// # Errors
/// [`WeightsError`] if the bytes are cut short, too long, or do not fit the assessment.
pub fn from_bytes(bytes: &[u8]) -> Result<(Vec<Net>, Heads), WeightsError> {
    read(bytes).ok_or(WeightsError)
}

fn read(bytes: &[u8]) -> Option<(Vec<Net>, Heads)> {
    let mut rest = bytes.strip_prefix(MAGIC)?;
    let [count] = take(&mut rest)?;
    let mut nets = Vec::new();
    for _ in 0..count {
        let [layers] = take(&mut rest)?;
        let net =
            Net { layers: (0..layers).map(|_| read_layer(&mut rest)).collect::<Option<_>>()? };
        let chained = net.layers.windows(2).all(|w| w[0].outputs == w[1].inputs);
        if !chained || !acoustic::fits(&net) {
            return None;
        }
        nets.push(net);
    }
    let heads = Heads::read(&mut rest)?;
    (rest.is_empty() && !nets.is_empty()).then_some((nets, heads))
}

fn write_layer(layer: &Conv, out: &mut Vec<u8>) {
    let shape =
        [layer.inputs, layer.outputs, layer.kernel, layer.dilation, usize::from(layer.hidden)];
    out.extend(shape.iter().flat_map(|n| (*n as u16).to_le_bytes()));
    let scales = scales(layer);
    out.extend(layer.bias.iter().chain(&scales).flat_map(|v| v.to_le_bytes()));
    for row in layer.weights.chunks_exact(layer.outputs) {
        out.extend(row.iter().zip(&scales).map(|(w, s)| (w / s).round() as i8 as u8));
    }
}

/// The step of each output's weights.
fn scales(layer: &Conv) -> Vec<f32> {
    let mut most = vec![1e-9_f32; layer.outputs];
    for row in layer.weights.chunks_exact(layer.outputs) {
        most.iter_mut().zip(row).for_each(|(m, w)| *m = m.max(w.abs()));
    }
    most.iter().map(|m| m / 127.0).collect()
}

fn read_layer(bytes: &mut &[u8]) -> Option<Conv> {
    let mut number = || Some(usize::from(u16::from_le_bytes(take(bytes)?)));
    let (inputs, outputs, kernel) = (number()?, number()?, number()?);
    let (dilation, hidden) = (number()?, number()?);
    let sound = [inputs, outputs, kernel, dilation].iter().all(|n| (1..=MOST).contains(n));
    if !sound
        || kernel.is_multiple_of(2)
        || hidden > 1
        || !outputs.is_multiple_of(super::matmul::LANES)
    {
        return None;
    }
    let mut floats = || -> Option<Vec<f32>> {
        (0..outputs).map(|_| Some(f32::from_le_bytes(take(bytes)?))).collect()
    };
    let (bias, scales) = (floats()?, floats()?);
    let (head, rest) = bytes.split_at_checked(inputs * outputs * kernel)?;
    *bytes = rest;
    let whole = |row: &[u8]| -> Vec<f32> {
        row.iter().zip(&scales).map(|(q, s)| f32::from(*q as i8) * s).collect()
    };
    let weights = head.chunks_exact(outputs).flat_map(whole).collect();
    Some(Conv { inputs, outputs, kernel, dilation, hidden: hidden == 1, weights, bias })
}

#[cfg(test)]
mod tests {
    use super::super::goodness::Usual;
    use super::super::heads::Limits;
    use super::super::kernel::Kernel;
    use super::super::rows::INPUTS;
    use super::*;
    use crate::speech::trees::Forest;

    fn layer(inputs: usize, outputs: usize, kernel: usize, hidden: bool) -> Conv {
        let weight = |i: usize| ((i * 37 % 101) as f32 - 50.0) / 173.0;
        Conv {
            inputs,
            outputs,
            kernel,
            dilation: 2,
            hidden,
            weights: (0..inputs * outputs * kernel).map(weight).collect(),
            bias: (0..outputs).map(|i| i as f32 * 0.1).collect(),
        }
    }

    fn heads() -> Heads {
        let forest = || Forest { base: 0.5, width: 2, trees: Vec::new() };
        Heads {
            usual: Usual::default(),
            phone: forest(),
            word: forest(),
            said: forest(),
            limits: Limits::default(),
            whole: [forest(), forest(), forest(), forest()],
            near: Kernel::default(),
        }
    }

    #[test]
    fn weights_come_back_to_within_half_a_step() {
        let net =
            Net { layers: vec![layer(INPUTS, 8, 3, true), layer(8, acoustic::OUTPUTS, 1, false)] };
        let bytes = to_bytes(std::slice::from_ref(&net), &heads());
        let (nets, found) = from_bytes(&bytes).expect("readable");
        assert_eq!(found, heads());
        assert_eq!(nets[0], rounded(&net));
        for (a, b) in net.layers.iter().zip(&nets[0].layers) {
            assert_eq!(
                (a.bias.clone(), a.dilation, a.hidden),
                (b.bias.clone(), b.dilation, b.hidden)
            );
            assert!(a.weights.iter().zip(&b.weights).all(|(a, b)| (a - b).abs() < 0.0013));
        }
        for cut in 0..bytes.len() {
            assert!(from_bytes(&bytes[..cut]).is_err(), "{cut}");
        }
    }
}
