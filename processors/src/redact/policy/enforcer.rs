//! The policy at work: where a value is, which hits count, what is written.

use ahash::AHashMap;

use super::{
    Policy,
    action::{self, Action},
    keyed::Keyring,
    marks,
    paths::{self, Members, Place, State},
    plan::{Plan, Whole},
};
use crate::redact::{
    bytes::back,
    scan::{Hit, unite},
    types::{Tally, Type},
};

/// Attribute names of the columns that hold them: the names under which policies know these columns. As the
/// OpenTelemetry semantic conventions have them.
const COLUMNS: &[(&str, &str)] = &[
    ("operation", "gen_ai.operation.name"),
    ("agent_name", "gen_ai.agent.name"),
    ("agent_id", "gen_ai.agent.id"),
    ("agent_version", "gen_ai.agent.version"),
    ("conversation_id", "gen_ai.conversation.id"),
    ("user_id", "user.id"),
    ("provider", "gen_ai.provider.name"),
    ("request_model", "gen_ai.request.model"),
    ("response_model", "gen_ai.response.model"),
    ("response_id", "gen_ai.response.id"),
    ("prompt_name", "gen_ai.prompt.name"),
    ("tool_name", "gen_ai.tool.name"),
    ("tool_type", "gen_ai.tool.type"),
    ("tool_call_id", "gen_ai.tool.call.id"),
    ("data_source_id", "gen_ai.data_source.id"),
    ("finish_reason", "gen_ai.response.finish_reasons"),
    ("error_type", "error.type"),
    ("server_address", "server.address"),
    ("cloud_region", "cloud.region"),
    ("system_instructions", "gen_ai.system_instructions"),
    ("input_messages", "gen_ai.input.messages"),
    ("output_messages", "gen_ai.output.messages"),
    ("tool_definitions", "gen_ai.tool.definitions"),
    ("tool_arguments", "gen_ai.tool.call.arguments"),
    ("tool_result", "gen_ai.tool.call.result"),
    ("retrieval_documents", "gen_ai.retrieval.documents"),
    ("service_name", "service.name"),
    ("service_version", "service.version"),
    ("environment", "deployment.environment.name"),
    ("scope_name", "scope.name"),
];

/// Places that are always there: the general one and the strict one.
const FIXED: usize = 2;
/// Most keys whose way is remembered.
const MAX_EDGES: usize = 16_384;
/// States after which a redactor forgets what it met, between batches.
const MANY_STATES: usize = 2048;

/// Where allowed values are, in order.
#[derive(Default)]
struct Allowed {
    ranges: Vec<(usize, usize)>,
    /// The farthest end of each range and those before it.
    ends: Vec<usize>,
}

impl Allowed {
    /// Whether a hit lies in an allowed value. A secret inside one is a secret.
    fn holds(&self, hit: &Hit) -> bool {
        if hit.kind.is_secret() {
            return self.ranges.binary_search(&(hit.start, hit.end)).is_ok();
        }
        let before = self.ranges.partition_point(|(start, _)| *start <= hit.start);
        before.checked_sub(1).and_then(|i| self.ends.get(i)).is_some_and(|end| hit.end <= *end)
    }
}

/// The policy of one redactor: shared settings, and what it met.
#[derive(Debug)]
pub(in crate::redact) struct Enforcer {
    policy: Policy,
    active: bool,
    tracks: bool,
    keys: Keyring,
    states: Vec<State>,
    /// By place: the places of keys that were met there.
    edges: Vec<AHashMap<Box<[u8]>, Place>>,
    /// Keys in `edges`.
    met: usize,
    /// Places of tenants' attributes; 0 is everybody else's.
    roots: Vec<Place>,
    /// Types of the values that were only counted.
    dry: Vec<Type>,
    /// Those found in the text at hand, which may be read again.
    pending: Vec<Hit>,
    /// The attribute around the value at hand is to go.
    pub(in crate::redact) drop_attribute: bool,
}

impl Enforcer {
    pub(in crate::redact) fn new(policy: Policy) -> Self {
        let keys = Keyring::new(policy.0.pseudonym.as_ref(), policy.0.token.as_ref());
        let mut enforcer = Self {
            active: policy.0.active,
            tracks: policy.0.tracks,
            policy,
            keys,
            states: Vec::new(),
            edges: Vec::new(),
            met: 0,
            roots: Vec::new(),
            dry: Vec::new(),
            pending: Vec::new(),
            drop_attribute: false,
        };
        enforcer.begin();
        enforcer
    }

    pub(in crate::redact) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether places have numbers of their own here.
    pub(in crate::redact) fn numbers_places(&self) -> bool {
        self.tracks
    }

    /// Between batches: forgets what it met when that is much. Returns whether it did: places are others then.
    pub(in crate::redact) fn begin(&mut self) -> bool {
        let forgets = self.states.is_empty() || self.states.len() > MANY_STATES;
        if forgets {
            self.states.clear();
            self.edges.clear();
            self.met = 0;
            self.roots.clear();
            // The general place and the strict one.
            let plans = [self.policy.plan(0, &[]), Plan::default()];
            let (live, held, members) = (Vec::new(), Vec::new(), Members::Other);
            let state = |plan| State { variant: 0, live: live.clone(), held: held.clone(), members, plan };
            self.states.extend(plans.map(state));
        }
        forgets
    }

    /// Where attributes of a tenant's rows are.
    fn attributes(&mut self, variant: usize) -> Place {
        while self.roots.len() <= variant {
            let (live, held) = paths::start(&self.policy.0.patterns);
            let place = self.place(self.roots.len(), live, held, Members::Attributes);
            self.roots.push(place);
        }
        self.roots.get(variant).copied().unwrap_or(Place::STRICT)
    }

    /// Where values of a column are.
    pub(in crate::redact) fn column(&mut self, variant: usize, column: &str) -> Place {
        if !self.tracks {
            return Place::default();
        }
        let root = self.attributes(variant);
        match column {
            "attributes" | "resource" => root,
            "scope" | "events" | "links" | "point" => {
                let under = self.under(root, column.as_bytes());
                self.place(variant, under.0, under.1, Members::Holder)
            }
            _ => {
                let known = COLUMNS.iter().find(|(name, _)| *name == column);
                let (mut live, mut held) = self.under(root, column.as_bytes());
                if let Some((_, attribute)) = known {
                    let other = self.under(root, attribute.as_bytes());
                    live.extend(other.0);
                    held.extend(other.1);
                    live.sort_unstable();
                    live.dedup();
                    held.sort_unstable();
                    held.dedup();
                }
                self.place(variant, live, held, Members::Other)
            }
        }
    }

    fn under(&self, place: Place, key: &[u8]) -> (Vec<(u16, u16)>, Vec<u16>) {
        let state = self.states.get(place.index());
        state.map_or((Vec::new(), Vec::new()), |s| paths::advance(&self.policy.0.patterns, &s.live, &s.held, key))
    }

    /// The place of a member.
    pub(in crate::redact) fn enter(&mut self, place: Place, key: &[u8]) -> Place {
        if !self.tracks || place.index() < FIXED {
            return place;
        }
        if let Some(known) = self.edges.get(place.index()).and_then(|edges| edges.get(key)) {
            return *known;
        }
        let Some(state) = self.states.get(place.index()) else { return Place::STRICT };
        let (variant, holder) = (state.variant, state.members == Members::Holder);
        let next = if holder && key == b"attributes" {
            self.attributes(variant)
        } else {
            let (live, held) = self.under(place, key);
            let members = if holder { Members::Holder } else { Members::Other };
            self.place(variant, live, held, members)
        };
        if key.len() <= 256 {
            if self.met >= MAX_EDGES {
                self.edges.clear();
                self.met = 0;
            }
            if self.edges.len() <= place.index() {
                self.edges.resize_with(place.index() + 1, AHashMap::new);
            }
            if let Some(edges) = self.edges.get_mut(place.index()) {
                edges.insert(Box::from(key), next);
                self.met += 1;
            }
        }
        next
    }

    fn place(&mut self, variant: usize, live: Vec<(u16, u16)>, held: Vec<u16>, members: Members) -> Place {
        let same = |s: &State| s.variant == variant && s.members == members && s.live == live && s.held == held;
        let known = self.states.iter().skip(FIXED).position(same);
        if let Some(place) = known.and_then(|i| Place::new(i + FIXED)) {
            return place;
        }
        // Past the last place everything found is masked.
        let Some(place) = Place::new(self.states.len()) else { return Place::STRICT };
        let plan = self.policy.plan(variant, &held);
        self.states.push(State { variant, live, held, members, plan });
        place
    }

    /// Whether members of an object here are attributes, which may go as a whole.
    pub(in crate::redact) fn holds_attributes(&self, place: Place) -> bool {
        self.tracks && self.states.get(place.index()).is_some_and(|s| s.members == Members::Attributes)
    }

    /// What happens with the value as a whole.
    #[inline]
    pub(in crate::redact) fn whole(&self, place: Place) -> Whole {
        if !self.active {
            return Whole::Scan;
        }
        self.states.get(place.index()).map(|s| s.plan.whole).unwrap_or_default()
    }

    /// Whether no deny-list, rule or action of a key may take what no rule of the engine finds there.
    #[inline]
    pub(in crate::redact) fn asks_nothing_of(&self, place: Place) -> bool {
        !self.active || self.policy.0.finder.is_empty() && matches!(self.whole(place), Whole::Scan)
    }

    fn action(&self, place: Place, kind: Type) -> Action {
        self.states.get(place.index()).map(|s| s.plan.action(kind)).unwrap_or_default()
    }

    /// Adds what deny-lists and rules find, and takes out hits that do not count: kept types, allowed values, marks.
    /// Before hits are united.
    pub(in crate::redact) fn judge(&mut self, place: Place, t: &[u8], hits: &mut Vec<Hit>) {
        if !self.active {
            // A pseudonym that another collector wrote: its type may be the name of a secret.
            let keys = &mut self.keys;
            let mut inside =
                |h: &Hit| marks::around(t, h.start).is_some_and(|m| h.end <= m.end && keys.authentic(t, &m));
            hits.retain(|h| back(t, h.start, 1) != b':' || !inside(h));
            return;
        }
        let finder = &self.policy.0.finder;
        finder.find_matches(t, hits);
        let allowed = self.allowed(t, hits);
        // Who denies a value by name means it, whatever domain or network is allowed.
        let mut before = hits.len();
        finder.find_denied(t, hits);
        let plan = self.states.get(place.index()).map(|s| &s.plan);
        let keys = &mut self.keys;
        hits.retain(|hit| {
            let is_denied = before == 0;
            before = before.saturating_sub(1);
            if !is_denied && allowed.holds(hit) {
                return false;
            }
            if marks::around(t, hit.start).is_some_and(|m| hit.end <= m.end && keys.authentic(t, &m)) {
                return false;
            }
            plan.map(|p| p.action(hit.kind)).unwrap_or_default() != Action::Keep
        });
    }

    fn allowed(&self, t: &[u8], hits: &[Hit]) -> Allowed {
        let allow = &self.policy.0.allow;
        if allow.is_empty() {
            return Allowed::default();
        }
        let value = |h: &Hit| t.get(h.start..h.end).unwrap_or_default();
        let mut ranges: Vec<_> =
            hits.iter().filter(|h| allow.has(h.kind, value(h))).map(|h| (h.start, h.end)).collect();
        ranges.sort_unstable();
        let mut farthest = 0;
        let ends = ranges.iter().map(|(_, end)| {
            farthest = farthest.max(*end);
            farthest
        });
        Allowed { ends: ends.collect(), ranges }
    }

    /// Unites the hits of a text. Those that are only counted are set aside, so that they never cover others.
    pub(in crate::redact) fn unite(&mut self, place: Place, hits: &mut Vec<Hit>) {
        if self.active {
            self.pending.clear();
            let plan = self.states.get(place.index()).map(|s| &s.plan);
            let dry = |h: &Hit| plan.is_some_and(|p| p.action(h.kind) == Action::DryRun);
            self.pending.extend(hits.iter().copied().filter(dry));
            hits.retain(|h| !dry(h));
        }
        unite(hits);
    }

    /// Counts what was set aside: the text is not read again.
    pub(in crate::redact) fn count(&mut self) {
        if !self.pending.is_empty() {
            unite(&mut self.pending);
            self.dry.extend(self.pending.drain(..).map(|h| h.kind));
        }
    }

    /// Moves the counts of a batch.
    pub(in crate::redact) fn take_dry(&mut self) -> Tally {
        let mut tally = Tally::default();
        self.dry.drain(..).for_each(|kind| tally.add(kind));
        tally
    }

    /// Whether a whole value, found to be of a type, goes. Dry ones are counted.
    pub(in crate::redact) fn goes(&mut self, place: Place, kind: Type, value: &[u8]) -> bool {
        if !self.active {
            return true;
        }
        if self.policy.0.allow.has(kind, value) || self.is_mark(value) {
            return false;
        }
        match self.action(place, kind) {
            Action::Keep => false,
            Action::DryRun => {
                self.dry.push(kind);
                false
            }
            _ => true,
        }
    }

    /// Writes what takes the place of a value. Returns whether the text around it goes too.
    #[inline]
    pub(in crate::redact) fn replace(&mut self, place: Place, kind: Type, value: &[u8], out: &mut Vec<u8>) -> bool {
        if !self.active {
            out.extend_from_slice(kind.mark().as_bytes());
            return false;
        }
        self.replace_by(self.action(place, kind), kind, value, out)
    }

    /// As [`Self::replace`], by an action that is known.
    pub(in crate::redact) fn replace_by(
        &mut self,
        action: Action,
        kind: Type,
        value: &[u8],
        out: &mut Vec<u8>,
    ) -> bool {
        self.drop_attribute |= action == Action::DropAttribute;
        action::write(action, kind, value, &mut self.keys, out);
        matches!(action, Action::Drop | Action::DropAttribute)
    }

    /// Whether a value goes whatever it is. Dry ones are counted.
    pub(in crate::redact) fn goes_whole(&mut self, action: Action, value: &[u8]) -> bool {
        if action == Action::DryRun {
            self.dry.push(Type::Redacted);
            return false;
        }
        let dropped = action == Action::DropAttribute && value != marks::DROPPED.as_bytes();
        action != Action::Keep && (dropped || !self.is_mark(value))
    }

    /// Takes back dry hits after these many.
    pub(in crate::redact) fn forget_dry(&mut self, hits: usize) {
        self.dry.truncate(hits);
    }

    /// Number of dry hits so far.
    pub(in crate::redact) fn dry_hits(&self) -> usize {
        self.dry.len()
    }

    /// Whether a whole value is a mark already.
    fn is_mark(&mut self, value: &[u8]) -> bool {
        let stars = !value.is_empty() && value.iter().all(|b| *b == b'*');
        stars || marks::parse(value, 0).is_some_and(|m| m.end == value.len() && self.keys.authentic(value, &m))
    }
}
