//! Boosted regression trees: a sum of small trees, each a few questions about one value.

/// A question, or, where `feature` is [`LEAF`], an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// The value asked about.
    pub feature: u16,
    /// Where the answer "not above" leads; the node after that is for "above".
    pub below: u16,
    /// The threshold of a question, the value of an answer.
    pub value: f32,
}

/// Marks an answer.
pub const LEAF: u16 = u16::MAX;

/// Trees whose answers are added to a base.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Forest {
    /// What is known before the first question.
    pub base: f32,
    /// How many values a row has.
    pub width: usize,
    /// Each tree's nodes, its root first.
    pub trees: Vec<Vec<Node>>,
}

impl Forest {
    /// The answer for `row`, of [`Forest::width`] values.
    #[must_use]
    pub fn answer(&self, row: &[f32]) -> f32 {
        self.base + self.trees.iter().map(|t| walk(t, row)).sum::<f32>()
    }

    /// Appends the forest to a file; read it with [`Forest::read`].
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.base.to_le_bytes());
        out.extend((self.width as u16).to_le_bytes());
        out.extend((self.trees.len() as u16).to_le_bytes());
        for tree in &self.trees {
            out.extend((tree.len() as u16).to_le_bytes());
            for node in tree {
                out.extend(node.feature.to_le_bytes());
                out.extend(node.below.to_le_bytes());
                out.extend(node.value.to_le_bytes());
            }
        }
    }

    /// Takes a forest off the front of `bytes`; `None` if none stands there or a question leads astray.
    #[must_use]
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let base = f32::from_le_bytes(take(bytes)?);
        let width = usize::from(u16::from_le_bytes(take(bytes)?));
        let count = u16::from_le_bytes(take(bytes)?);
        let mut trees = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let nodes = u16::from_le_bytes(take(bytes)?);
            let mut tree = Vec::with_capacity(usize::from(nodes));
            for at in 0..nodes {
                let feature = u16::from_le_bytes(take(bytes)?);
                let below = u16::from_le_bytes(take(bytes)?);
                let value = f32::from_le_bytes(take(bytes)?);
                // Questions lead forward only, so that every walk ends.
                let sound = usize::from(feature) < width && below > at && below < nodes - 1;
                if feature != LEAF && !sound {
                    return None;
                }
                tree.push(Node { feature, below, value });
            }
            (!tree.is_empty()).then_some(())?;
            trees.push(tree);
        }
        Some(Self { base, width, trees })
    }
}

pub(super) fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*head)
}

fn walk(tree: &[Node], row: &[f32]) -> f32 {
    let mut node = tree[0];
    while node.feature != LEAF {
        let above = row[usize::from(node.feature)] > node.value;
        node = tree[usize::from(node.below) + usize::from(above)];
    }
    node.value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forest() -> Forest {
        let leaf = |value| Node { feature: LEAF, below: 0, value };
        let tree = vec![Node { feature: 1, below: 1, value: 0.5 }, leaf(-1.0), leaf(2.0)];
        Forest { base: 10.0, width: 2, trees: vec![tree.clone(), tree, vec![leaf(0.25)]] }
    }

    #[test]
    fn answers_of_all_trees_are_added() {
        assert_eq!(forest().answer(&[9.0, 0.5]), 8.25);
        assert_eq!(forest().answer(&[-9.0, 0.6]), 14.25);
    }

    #[test]
    fn a_forest_survives_its_file_and_damage_is_refused() {
        let mut bytes = Vec::new();
        forest().write(&mut bytes);
        let mut rest = bytes.as_slice();
        assert_eq!(Forest::read(&mut rest), Some(forest()));
        assert!(rest.is_empty());
        for cut in 0..bytes.len() {
            assert!(Forest::read(&mut &bytes[..cut]).is_none(), "{cut}");
        }
        // A question that leads back to itself would never end.
        let mut circle = forest();
        circle.trees[0][0].below = 0;
        let mut bytes = Vec::new();
        circle.write(&mut bytes);
        assert!(Forest::read(&mut bytes.as_slice()).is_none());
    }
}
