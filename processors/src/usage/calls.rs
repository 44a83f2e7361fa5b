//! The last model calls, by their spans: for the calls around and within them that come in other groups.

use std::collections::VecDeque;

use ahash::AHashMap;

use super::REMEMBERED;

/// A span by a hash of tenant, trace and span id; 0 is none.
pub(super) type Place = u64;

/// A model call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// Its own span.
    pub(super) span: Place,
    /// The next span around it that may be a call and had not come when it was last looked for.
    pub(super) around: Place,
    pub(super) tokens: Tokens,
    /// Whether its span has a response id.
    pub(super) known: bool,
    /// Whether it was counted, and no call within it that repeats it has come.
    pub(super) counted: bool,
}

/// Tokens in and out; each below [`Tokens::END`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tokens {
    pub(super) input: u32,
    pub(super) output: u32,
}

impl Tokens {
    /// What no call has. The state needs the two bits above.
    pub(super) const END: u32 = 1 << 30;

    /// `None` when a client says what cannot be.
    pub(super) fn new([input, output]: [i64; 2]) -> Option<Self> {
        let below = |n: i64| u32::try_from(n).ok().filter(|n| *n < Self::END);
        Some(Self { input: below(input)?, output: below(output)? })
    }

    pub(super) fn counts(self) -> [i64; 2] {
        [self.input, self.output].map(i64::from)
    }
}

/// The last [`REMEMBERED`] calls.
#[derive(Debug, Default)]
pub(super) struct Calls {
    /// In the order they came.
    calls: VecDeque<Call>,
    /// How many were forgotten: the number of the first.
    first: u64,
    /// Number of the call of a span.
    spans: AHashMap<Place, u64>,
    /// Numbers of the calls within a span.
    within: AHashMap<Place, Vec<u64>>,
}

impl Calls {
    pub(super) fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &Call> {
        self.calls.iter()
    }

    fn get(&self, number: u64) -> Option<&Call> {
        self.calls.get(usize::try_from(number.checked_sub(self.first)?).ok()?)
    }

    fn get_mut(&mut self, number: u64) -> Option<&mut Call> {
        self.calls.get_mut(usize::try_from(number.checked_sub(self.first)?).ok()?)
    }

    /// The call of a span.
    pub(super) fn of(&self, span: Place) -> Option<&Call> {
        self.get(*self.spans.get(&span)?)
    }

    /// Whether there are calls whose next span around is this one.
    pub(super) fn has_within(&self, span: Place) -> bool {
        self.within.contains_key(&span)
    }

    /// The calls whose next span around is this one.
    pub(super) fn within(&self, span: Place) -> impl Iterator<Item = &Call> {
        self.within.get(&span).into_iter().flatten().filter_map(|number| self.get(*number))
    }

    /// Count and tokens of the calls within a span.
    pub(super) fn sum_within(&self, span: Place) -> (usize, [i64; 2]) {
        self.within(span).fold((0, [0; 2]), |(count, [input, output]), call| {
            let [i, o] = call.tokens.counts();
            (count + 1, [input.saturating_add(i), output.saturating_add(o)])
        })
    }

    /// Whether the call of a span was counted for one within it of these tokens. It is so for one only.
    pub(super) fn stands_for(&mut self, span: Place, tokens: Tokens, known: bool) -> bool {
        let Some(number) = self.spans.get(&span).copied() else { return false };
        let outer = self.get_mut(number).filter(|c| c.counted && c.tokens == tokens && !(c.known && known));
        outer.map(|call| call.counted = false).is_some()
    }

    /// Calls that were within a span which is no call are within the one around it; 0 when that is none.
    pub(super) fn pass_on(&mut self, span: Place, around: Place) {
        let Some(mut numbers) = self.within.remove(&span) else { return };
        for number in &numbers {
            if let Some(call) = self.get_mut(*number) {
                call.around = around;
            }
        }
        if around != 0 {
            self.within.entry(around).or_default().append(&mut numbers);
        }
    }

    /// Remembers a call whose span is not known yet.
    pub(super) fn push(&mut self, call: Call) {
        let number = self.first + self.calls.len() as u64;
        self.spans.insert(call.span, number);
        if call.around != 0 {
            self.within.entry(call.around).or_default().push(number);
        }
        self.calls.push_back(call);
        if self.calls.len() > REMEMBERED {
            self.forget();
        }
    }

    fn forget(&mut self) {
        let Some(oldest) = self.calls.pop_front() else { return };
        let number = self.first;
        self.first += 1;
        if self.spans.get(&oldest.span) == Some(&number) {
            self.spans.remove(&oldest.span);
        }
        if let Some(numbers) = self.within.get_mut(&oldest.around) {
            numbers.retain(|n| *n != number);
            if numbers.is_empty() {
                self.within.remove(&oldest.around);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(span: Place, around: Place) -> Call {
        let tokens = Tokens { input: u32::try_from(span).unwrap() % 7, output: 1 };
        Call { span, around, tokens, known: false, counted: true }
    }

    #[test]
    fn forgets_the_oldest_everywhere() {
        let mut calls = Calls::default();
        let many = 2 * REMEMBERED as u64;
        for n in 1..=many {
            calls.push(call(n, many + n % 3));
            if n % 100 == 0 {
                calls.pass_on(many + 1, many + 2);
            }
        }
        assert_eq!((calls.iter().len(), calls.spans.len()), (REMEMBERED, REMEMBERED));
        let within: usize = calls.within.values().map(Vec::len).sum();
        assert_eq!(within, REMEMBERED);
        assert!(calls.of(many - REMEMBERED as u64).is_none());
        assert_eq!(calls.of(many).map(|call| call.span), Some(many));
        for n in 1..=3 {
            calls.pass_on(many + n, 0);
        }
        calls.pass_on(many, 0);
        assert!(calls.within.is_empty(), "{:?}", calls.within);
    }

    #[test]
    fn a_call_stands_for_one_within_it() {
        let mut calls = Calls::default();
        calls.push(call(1, 0));
        let tokens = call(1, 0).tokens;
        assert!(!calls.stands_for(2, tokens, false));
        assert!(!calls.stands_for(1, Tokens { output: 2, ..tokens }, false));
        assert!(calls.stands_for(1, tokens, true));
        assert!(!calls.stands_for(1, tokens, true));
        let id = Call { known: true, ..call(2, 0) };
        calls.push(id);
        assert!(!calls.stands_for(2, id.tokens, true));
        assert!(calls.stands_for(2, id.tokens, false));
    }

    #[test]
    fn counts_beyond_what_can_be_are_not_compared() {
        assert_eq!(Tokens::new([0, 3]), Some(Tokens { input: 0, output: 3 }));
        assert_eq!(Tokens::new([i64::from(Tokens::END), 0]), None);
        assert_eq!(Tokens::new([0, i64::MAX]), None);
    }
}
