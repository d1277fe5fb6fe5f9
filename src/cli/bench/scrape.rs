//! The numbers of a gateway's `/metrics`, and what changed between two readings of them.

use std::collections::BTreeMap;

use anyhow::Context as _;

/// One reading.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading(BTreeMap<String, f64>);

impl Reading {
    /// Reads the page of a gateway.
    pub(super) async fn of(url: &str) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder().no_proxy().build()?;
        let page = client.get(format!("{url}/metrics")).send().await?.text().await;
        Ok(Self::parse(&page.context("/metrics did not answer")?))
    }

    fn parse(page: &str) -> Self {
        let series = page.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
            let (name, value) = line.rsplit_once(' ')?;
            Some((name.to_owned(), value.parse().ok()?))
        });
        Self(series.collect())
    }

    /// The sum of all series of a name, whatever their labels.
    pub(super) fn sum(&self, name: &str) -> f64 {
        self.with(name, "").sum()
    }

    /// The sum of the series of a name that carry a label, given as `name="value"`.
    pub(super) fn labelled(&self, name: &str, label: &str) -> f64 {
        self.with(name, label).sum()
    }

    fn with<'a>(&'a self, name: &'a str, label: &'a str) -> impl Iterator<Item = f64> + 'a {
        self.0.iter().filter_map(move |(series, value)| {
            let labels = series.strip_prefix(name)?;
            let whole = labels.is_empty() || labels.starts_with('{');
            (whole && labels.contains(label)).then_some(*value)
        })
    }

    /// What was added since an earlier reading.
    pub(super) fn since(&self, earlier: &Self) -> Self {
        let change = self.0.iter().map(|(series, value)| {
            (series.clone(), value - earlier.0.get(series).copied().unwrap_or(0.0))
        });
        Self(change.collect())
    }

    /// The upper edges of a histogram's buckets with the number of values up to each, from the lowest.
    fn buckets(&self, name: &str, label: &str) -> Vec<(f64, f64)> {
        let prefix = format!("{name}_bucket{{");
        let mut sums: BTreeMap<u64, f64> = BTreeMap::new();
        for (series, value) in &self.0 {
            let Some(labels) = series.strip_prefix(&prefix) else { continue };
            if !labels.contains(label) {
                continue;
            }
            let Some((_, edge)) = labels.split_once("le=\"") else { continue };
            let Some((edge, _)) = edge.split_once('"') else { continue };
            let edge: f64 =
                if edge == "+Inf" { f64::INFINITY } else { edge.parse().unwrap_or(0.0) };
            // Positive numbers sort as their bits do.
            *sums.entry(edge.to_bits()).or_default() += value;
        }
        sums.into_iter().map(|(bits, n)| (f64::from_bits(bits), n)).collect()
    }

    /// The value under which `share` of a histogram lies, as the upper edge of its bucket; `None` for an empty one.
    pub(super) fn quantile(&self, name: &str, share: f64) -> Option<f64> {
        self.quantile_of(name, "", share)
    }

    /// The same of the series that carry a label, given as `name="value"`.
    pub(super) fn quantile_of(&self, name: &str, label: &str, share: f64) -> Option<f64> {
        let buckets = self.buckets(name, label);
        let total = buckets.last().map(|(_, n)| *n).filter(|n| *n > 0.0)?;
        buckets.iter().find(|(_, n)| *n >= share * total).map(|(edge, _)| *edge)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# TYPE x counter\nx_total{kind=\"a\"} 3\nx_total{kind=\"b\"} 4\nx_total_more 9\n\
        t_bucket{le=\"0.01\"} 5\nt_bucket{le=\"0.05\"} 9\nt_bucket{le=\"+Inf\"} 10\nt_sum 1\n";

    #[test]
    fn series_are_summed_by_name_and_by_label() {
        let reading = Reading::parse(PAGE);
        assert_eq!(reading.sum("x_total"), 7.0);
        assert_eq!(reading.labelled("x_total", "kind=\"b\""), 4.0);
        assert_eq!(reading.since(&reading).sum("x_total"), 0.0);
    }

    #[test]
    fn a_quantile_is_the_upper_edge_of_its_bucket() {
        let reading = Reading::parse(PAGE);
        assert_eq!(reading.quantile("t", 0.5), Some(0.01));
        assert_eq!(reading.quantile("t", 0.9), Some(0.05));
        assert_eq!(reading.quantile("t", 0.99), Some(f64::INFINITY));
        assert_eq!(reading.quantile("nothing", 0.5), None);
    }
}
