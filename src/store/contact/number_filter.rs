//! Which numbers are surely unknown, kept in memory: a Bloom filter. Nearly every number that long lists ask
//! about is nobody's, and to find that out in the file takes reading a page for each.

/// Bits a key: with two of them set for each, in one word, one unknown key in forty is taken for a known one.
const BITS_A_KEY: usize = 16;

/// A megabyte, so that memory stays flat. With more than half a million keys it rules out fewer.
const MOST_WORDS: usize = 1 << 17;

/// Some keys, without what they are.
pub(super) struct NumberFilter {
    /// As many words as a power of two.
    words: Vec<u64>,
}

impl NumberFilter {
    /// Makes an empty filter for `count` keys.
    pub(super) fn for_keys(count: usize) -> Self {
        let words = (count * BITS_A_KEY).div_ceil(64).min(MOST_WORDS).next_power_of_two();
        Self { words: vec![0; words] }
    }

    pub(super) fn add(&mut self, key: i64) {
        let (word, bits) = self.place(key);
        self.words[word] |= bits;
    }

    /// Whether a key may have been added: `false` is certain.
    pub(super) fn may_hold(&self, key: i64) -> bool {
        let (word, bits) = self.place(key);
        self.words[word] & bits == bits
    }

    /// The word of a key, and its bits there.
    const fn place(&self, key: i64) -> (usize, u64) {
        // As in SplitMix64: neighbouring numbers are spread over all words.
        let key = key.cast_unsigned();
        let mixed = (key ^ (key >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bits = 1 << (mixed >> 58) | 1 << (mixed >> 52 & 63);
        ((mixed >> 16) as usize & (self.words.len() - 1), bits)
    }
}

#[cfg(test)]
mod tests {
    use super::NumberFilter;

    #[test]
    fn what_was_added_is_held_and_little_else() {
        let (known, unknown) = (19_876_500_000..19_876_520_000, 17_700_900_000..17_700_920_000);
        let mut filter = NumberFilter::for_keys(20_000);
        known.clone().for_each(|key| filter.add(key));
        assert!(known.into_iter().all(|key| filter.may_hold(key)));
        let wrong = unknown.filter(|key| filter.may_hold(*key)).count();
        assert!(wrong < 20_000 / 20, "{wrong} of 20000");
        assert!(!NumberFilter::for_keys(0).may_hold(1));
    }
}
