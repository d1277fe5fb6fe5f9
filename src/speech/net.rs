//! A stack of one-dimensional convolutions over rows in time: all that the ear's networks are made of.

/// One layer: a dilated convolution with the same number of rows out as in.
#[derive(Debug, Clone, PartialEq)]
pub struct Conv {
    /// Values of a row in.
    pub inputs: usize,
    /// Values of a row out.
    pub outputs: usize,
    /// Rows that one output looks at; odd.
    pub kernel: usize,
    /// Distance of those rows.
    pub dilation: usize,
    /// A hidden layer: rectified, and added to its input if the widths agree. Else linear.
    pub hidden: bool,
    /// By place in the kernel, then input, then output.
    pub weights: Vec<f32>,
    /// By output.
    pub bias: Vec<f32>,
}

impl Conv {
    /// The offset in rows of place `k` of the kernel.
    #[must_use]
    pub fn shift(&self, k: usize) -> isize {
        (k as isize - (self.kernel / 2) as isize) * self.dilation as isize
    }

    /// Whether the input is added to the output.
    #[must_use]
    pub fn residual(&self) -> bool {
        self.hidden && self.inputs == self.outputs
    }

    /// The convolution alone, without rectifying: `rows` rows of `inputs` in, of `outputs` out.
    #[must_use]
    pub fn linear(&self, x: &[f32], rows: usize) -> Vec<f32> {
        let mut y = Vec::with_capacity(rows * self.outputs);
        for _ in 0..rows {
            y.extend_from_slice(&self.bias);
        }
        let size = self.inputs * self.outputs;
        for k in 0..self.kernel {
            let weights = &self.weights[k * size..(k + 1) * size];
            add_product(x, self.inputs, weights, &mut y, self.outputs, self.shift(k));
        }
        y
    }

    /// The layer as the network applies it.
    #[must_use]
    pub fn apply(&self, x: &[f32], rows: usize) -> Vec<f32> {
        let mut y = self.linear(x, rows);
        if self.hidden {
            y.iter_mut().for_each(|v| *v = v.max(0.0));
        }
        if self.residual() {
            y.iter_mut().zip(x).for_each(|(v, x)| *v += x);
        }
        y
    }
}

/// `y[t] += x[t + shift] * weights` for every row t for which both exist.
pub fn add_product(
    x: &[f32],
    inputs: usize,
    weights: &[f32],
    y: &mut [f32],
    outputs: usize,
    shift: isize,
) {
    let rows = y.len() / outputs;
    let first = shift.min(0).unsigned_abs();
    let last = rows.saturating_sub(shift.max(0).unsigned_abs());
    if first >= last {
        return;
    }
    let from = first.wrapping_add_signed(shift) * inputs;
    let x = &x[from..from + (last - first) * inputs];
    let y = &mut y[first * outputs..last * outputs];
    // Four rows at a time share each row of weights.
    let whole = (last - first) / 4;
    let (x4, x1) = x.split_at(whole * 4 * inputs);
    let (y4, y1) = y.split_at_mut(whole * 4 * outputs);
    for (x, y) in x4.chunks_exact(4 * inputs).zip(y4.chunks_exact_mut(4 * outputs)) {
        four_rows(x, inputs, weights, y, outputs);
    }
    for (x, y) in x1.chunks_exact(inputs).zip(y1.chunks_exact_mut(outputs)) {
        for (value, w) in x.iter().zip(weights.chunks_exact(outputs)) {
            y.iter_mut().zip(w).for_each(|(y, w)| *y += value * w);
        }
    }
}

fn four_rows(x: &[f32], inputs: usize, weights: &[f32], y: &mut [f32], outputs: usize) {
    let (ya, rest) = y.split_at_mut(outputs);
    let (yb, rest) = rest.split_at_mut(outputs);
    let (yc, yd) = rest.split_at_mut(outputs);
    for (i, w) in weights.chunks_exact(outputs).enumerate() {
        let (a, b) = (x[i], x[inputs + i]);
        let (c, d) = (x[2 * inputs + i], x[3 * inputs + i]);
        if a == 0.0 && b == 0.0 && c == 0.0 && d == 0.0 {
            continue;
        }
        let (ya, yb) = (&mut ya[..outputs], &mut yb[..outputs]);
        let (yc, yd) = (&mut yc[..outputs], &mut yd[..outputs]);
        for o in 0..outputs {
            ya[o] += a * w[o];
            yb[o] += b * w[o];
            yc[o] += c * w[o];
            yd[o] += d * w[o];
        }
    }
}

/// A network: layers one after another.
#[derive(Debug, Clone, PartialEq)]
pub struct Net {
    /// The layers, first to last; the last is linear.
    pub layers: Vec<Conv>,
}

impl Net {
    /// The last layer's output for `rows` rows.
    #[must_use]
    pub fn logits(&self, x: &[f32], rows: usize) -> Vec<f32> {
        let mut x = x.to_vec();
        for layer in &self.layers {
            x = layer.apply(&x, rows);
        }
        x
    }

    /// Values of a row out.
    #[must_use]
    pub fn outputs(&self) -> usize {
        self.layers.last().map_or(0, |l| l.outputs)
    }

    /// Values of a row in.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.layers.first().map_or(0, |l| l.inputs)
    }

    /// How many numbers the network holds.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.layers.iter().map(|l| l.weights.len() + l.bias.len()).sum()
    }
}

/// Turns each row of logits into probabilities, in place.
pub fn softmax_rows(logits: &mut [f32], width: usize) {
    for row in logits.chunks_exact_mut(width) {
        let top = row.iter().copied().fold(f32::MIN, f32::max);
        row.iter_mut().for_each(|v| *v = (*v - top).exp());
        let sum: f32 = row.iter().sum();
        row.iter_mut().for_each(|v| *v /= sum);
    }
}

/// What opens a file of weights.
const MAGIC: &[u8; 4] = b"TLN1";
/// The largest layer that a file may hold, numbers.
const MAX_LAYER: usize = 4_000_000;

/// A file of weights that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the weights cannot be read: {0}")]
pub struct WeightsError(&'static str);

/// The bytes of a file that holds `nets`: numbers are little-endian, weights are 32-bit floats.
#[must_use]
pub fn to_bytes(nets: &[Net]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    let mut put = |n: usize| out.extend_from_slice(&(n as u32).to_le_bytes());
    put(nets.len());
    let mut bodies = Vec::new();
    for net in nets {
        put(net.layers.len());
        for l in &net.layers {
            for n in [l.inputs, l.outputs, l.kernel, l.dilation, usize::from(l.hidden)] {
                put(n);
            }
            bodies.extend(l.weights.iter().chain(&l.bias).flat_map(|w| w.to_le_bytes()));
        }
    }
    out.extend(bodies);
    out
}

/// Reads what [`to_bytes`] wrote.
///
/// # Errors
/// [`WeightsError`] if the bytes are cut short, too long, or describe no chain of layers.
pub fn from_bytes(bytes: &[u8]) -> Result<Vec<Net>, WeightsError> {
    let mut reader = Reader(bytes.strip_prefix(MAGIC).ok_or(WeightsError("no header"))?);
    let mut nets = Vec::new();
    for _ in 0..reader.number(64)? {
        let mut layers = Vec::new();
        for _ in 0..reader.number(64)? {
            layers.push(reader.shape()?);
        }
        nets.push(Net { layers });
    }
    for net in &mut nets {
        for layer in &mut net.layers {
            layer.weights = reader.floats(layer.kernel * layer.inputs * layer.outputs)?;
            layer.bias = reader.floats(layer.outputs)?;
        }
        let chained = net.layers.windows(2).all(|w| w[0].outputs == w[1].inputs);
        if !chained || net.layers.is_empty() {
            return Err(WeightsError("layers do not fit each other"));
        }
    }
    if reader.0.is_empty() { Ok(nets) } else { Err(WeightsError("bytes left over")) }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn number(&mut self, limit: usize) -> Result<usize, WeightsError> {
        let (head, rest) = self.0.split_first_chunk::<4>().ok_or(WeightsError("cut short"))?;
        self.0 = rest;
        let number = u32::from_le_bytes(*head) as usize;
        if number <= limit { Ok(number) } else { Err(WeightsError("number out of range")) }
    }

    fn shape(&mut self) -> Result<Conv, WeightsError> {
        let layer = Conv {
            inputs: self.number(4_096)?,
            outputs: self.number(4_096)?,
            kernel: self.number(31)?,
            dilation: self.number(64)?,
            hidden: self.number(1)? == 1,
            weights: Vec::new(),
            bias: Vec::new(),
        };
        let size = layer.kernel * layer.inputs * layer.outputs;
        if size == 0 || size > MAX_LAYER || layer.kernel.is_multiple_of(2) {
            return Err(WeightsError("layer out of range"));
        }
        Ok(layer)
    }

    fn floats(&mut self, count: usize) -> Result<Vec<f32>, WeightsError> {
        let (head, rest) = self.0.split_at_checked(count * 4).ok_or(WeightsError("cut short"))?;
        self.0 = rest;
        let (words, _) = head.as_chunks::<4>();
        Ok(words.iter().map(|w| f32::from_le_bytes(*w)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(inputs: usize, outputs: usize, kernel: usize, dilation: usize, hidden: bool) -> Conv {
        let size = inputs * outputs * kernel;
        Conv {
            inputs,
            outputs,
            kernel,
            dilation,
            hidden,
            weights: (0..size).map(|i| ((i * 37 % 19) as f32 - 9.0) / 20.0).collect(),
            bias: (0..outputs).map(|i| i as f32 * 0.1 - 0.2).collect(),
        }
    }

    #[test]
    fn the_fast_convolution_is_the_plain_formula() {
        for (rows, dilation) in [(1, 1), (3, 2), (7, 4), (12, 1)] {
            let conv = layer(3, 5, 5, dilation, false);
            let x: Vec<f32> = (0..rows * 3).map(|i| (i as f32 * 0.7).sin()).collect();
            let y = conv.linear(&x, rows);
            for t in 0..rows {
                for o in 0..5 {
                    let mut sum = f64::from(conv.bias[o]);
                    for k in 0..5 {
                        let Some(s) = t.checked_add_signed(conv.shift(k)).filter(|s| *s < rows)
                        else {
                            continue;
                        };
                        for i in 0..3 {
                            sum += f64::from(x[s * 3 + i] * conv.weights[(k * 3 + i) * 5 + o]);
                        }
                    }
                    assert!(
                        (f64::from(y[t * 5 + o]) - sum).abs() < 1e-5,
                        "{rows} {dilation} {t} {o}"
                    );
                }
            }
        }
    }

    #[test]
    fn weights_survive_the_file_and_damaged_files_are_refused() {
        let net = Net {
            layers: vec![
                layer(2, 4, 3, 1, true),
                layer(4, 4, 3, 2, true),
                layer(4, 2, 1, 1, false),
            ],
        };
        let bytes = to_bytes(&[net.clone(), net.clone()]);
        assert_eq!(from_bytes(&bytes), Ok(vec![net.clone(), net]));
        for cut in 0..bytes.len() {
            assert!(from_bytes(&bytes[..cut]).is_err(), "{cut}");
        }
        assert!(from_bytes(&[bytes, vec![0]].concat()).is_err());
    }

    #[test]
    fn probabilities_of_a_row_sum_to_one() {
        let mut rows = vec![1.0, 2.0, 900.0, -5.0, -5.0, -5.0];
        softmax_rows(&mut rows, 3);
        assert!((rows[..3].iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!((rows[4] - 1.0 / 3.0).abs() < 1e-6);
    }
}
