//! A bounded map whose entries expire: what the in-process stores are made of.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use tokio::time::Instant;

/// How much a shelf holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Entries.
    pub entries: usize,
    /// Bytes, as the callers of `put` count them.
    pub bytes: usize,
}

impl Default for Bounds {
    /// 100,000 entries and 256 MiB.
    fn default() -> Self {
        Self { entries: 100_000, bytes: 256 * 1024 * 1024 }
    }
}

/// What is put on a shelf, with what the shelf must know of it.
#[derive(Debug)]
pub(in crate::store) struct Item<V> {
    /// The value.
    pub(in crate::store) value: V,
    /// Bytes it weighs.
    pub(in crate::store) bytes: usize,
    /// When it is as if it had never been.
    pub(in crate::store) expires: Instant,
    /// Given up last when room is short: nobody else has it.
    pub(in crate::store) precious: bool,
}

#[derive(Debug)]
struct Slot<V> {
    item: Item<V>,
    used: u64,
}

/// A map with expiry, least-recently-used eviction and a bound on entries and bytes.
///
/// Lookups touch, so that what is in use stays. Every operation is at worst logarithmic.
#[derive(Debug)]
pub(in crate::store) struct Shelf<K, V> {
    slots: HashMap<K, Slot<V>>,
    by_use: BTreeMap<(bool, u64), K>,
    bounds: Bounds,
    bytes: usize,
    uses: u64,
}

impl<K: Clone + Eq + Hash, V> Shelf<K, V> {
    pub(in crate::store) fn new(bounds: Bounds) -> Self {
        Self { slots: HashMap::new(), by_use: BTreeMap::new(), bounds, bytes: 0, uses: 0 }
    }

    /// The live entry, touched.
    pub(in crate::store) fn get<Q>(&mut self, key: &Q, now: Instant) -> Option<&Item<V>>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        if self.slots.get(key)?.item.expires <= now {
            self.remove(key);
            return None;
        }
        self.uses += 1;
        let slot = self.slots.get_mut(key)?;
        if let Some(key) = self.by_use.remove(&(slot.item.precious, slot.used)) {
            self.by_use.insert((slot.item.precious, self.uses), key);
        }
        slot.used = self.uses;
        Some(&slot.item)
    }

    /// Puts an entry, in place of the one before it, and makes room. Answers how many precious ones had to go.
    pub(in crate::store) fn put(&mut self, key: K, item: Item<V>, now: Instant) -> usize {
        self.remove(&key);
        self.uses += 1;
        self.bytes += item.bytes;
        self.by_use.insert((item.precious, self.uses), key.clone());
        self.slots.insert(key, Slot { item, used: self.uses });
        self.make_room(now)
    }

    /// Takes an entry away, live or not.
    pub(in crate::store) fn remove<Q>(&mut self, key: &Q) -> Option<Item<V>>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        let slot = self.slots.remove(key)?;
        self.by_use.remove(&(slot.item.precious, slot.used));
        self.bytes -= slot.item.bytes;
        Some(slot.item)
    }

    /// Drops what has expired.
    pub(in crate::store) fn sweep(&mut self, now: Instant) {
        let gone: Vec<K> = (self.slots.iter())
            .filter(|(_, slot)| slot.item.expires <= now)
            .map(|(key, _)| key.clone())
            .collect();
        for key in gone {
            self.remove(&key);
        }
    }

    /// Keys of entries, expired ones included, that pass a test.
    pub(in crate::store) fn keys_where(&self, test: impl Fn(&Item<V>) -> bool) -> Vec<K> {
        (self.slots.iter())
            .filter(|(_, slot)| test(&slot.item))
            .map(|(key, _)| key.clone())
            .collect()
    }

    /// Entries held, expired ones included.
    pub(in crate::store) fn len(&self) -> usize {
        self.slots.len()
    }

    fn is_full(&self) -> bool {
        self.slots.len() > self.bounds.entries || self.bytes > self.bounds.bytes
    }

    /// Gives up the expired, then the least recently used, precious ones last; never the newest.
    fn make_room(&mut self, now: Instant) -> usize {
        if self.is_full() {
            self.sweep(now);
        }
        let mut precious_gone = 0;
        while self.is_full() && self.slots.len() > 1 {
            let Some((&(precious, used), key)) =
                self.by_use.iter().find(|((_, used), _)| *used != self.uses)
            else {
                break;
            };
            let key = key.clone();
            debug_assert!(used < self.uses, "the newest stays");
            self.remove(&key);
            precious_gone += usize::from(precious);
        }
        precious_gone
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn item(value: u32, bytes: usize, precious: bool, now: Instant) -> Item<u32> {
        Item { value, bytes, expires: now + Duration::from_secs(10), precious }
    }

    fn shelf(entries: usize, bytes: usize) -> Shelf<&'static str, u32> {
        Shelf::new(Bounds { entries, bytes })
    }

    #[test]
    fn what_has_expired_is_as_if_it_had_never_been() {
        let now = Instant::now();
        let mut shelf = shelf(9, 99);
        shelf.put("a", item(1, 5, false, now), now);
        assert!(shelf.get("a", now + Duration::from_secs(9)).is_some());
        assert!(shelf.get("a", now + Duration::from_secs(10)).is_none());
        assert_eq!((shelf.len(), shelf.bytes, shelf.by_use.len()), (0, 0, 0));
    }

    #[test]
    fn the_least_recently_used_goes_first() {
        let now = Instant::now();
        let mut shelf = shelf(2, 99);
        shelf.put("a", item(1, 1, false, now), now);
        shelf.put("b", item(2, 1, false, now), now);
        shelf.get("a", now);
        shelf.put("c", item(3, 1, false, now), now);
        assert!(shelf.get("b", now).is_none());
        assert!(shelf.get("a", now).is_some() && shelf.get("c", now).is_some());
    }

    #[test]
    fn precious_entries_outlast_newer_ones_and_their_loss_is_told() {
        let now = Instant::now();
        let mut shelf = shelf(2, 99);
        assert_eq!(shelf.put("a", item(1, 1, true, now), now), 0);
        assert_eq!(shelf.put("b", item(2, 1, false, now), now), 0);
        assert_eq!(shelf.put("c", item(3, 1, true, now), now), 0);
        assert!(shelf.get("b", now).is_none() && shelf.get("a", now).is_some());
        assert_eq!(shelf.put("d", item(4, 1, true, now), now), 1);
        assert_eq!(shelf.len(), 2);
    }

    #[test]
    fn bytes_are_bounded_too_and_replacing_counts_once() {
        let now = Instant::now();
        let mut shelf = shelf(99, 10);
        shelf.put("a", item(1, 6, false, now), now);
        shelf.put("a", item(2, 7, false, now), now);
        assert_eq!(shelf.bytes, 7);
        shelf.put("b", item(3, 6, false, now), now);
        assert!(shelf.get("a", now).is_none());
        assert_eq!(shelf.get("b", now).map(|i| i.value), Some(3));
        assert_eq!(shelf.bytes, 6);
    }
}
