//! What the key of a value says about it: decided once for each distinct key, then cached by the caller.
//!
//! A key is split into words (`camelCase`, `snake_case`, dots, dashes) and only whole words count: `max_tokens` is no
//! token, `public` holds no `lic`.

mod keys;

pub(super) use self::keys::{NUMBERED, classify, is_message, words};
use super::{hints::Hints, policy::Place, types::Type};

/// What is known about a value before it is read: a set of flags, the types that its key names, and where policies see
/// it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Context {
    flags: u64,
    hints: Hints,
    /// Those of `hints` that a word names which means little else.
    exact: Hints,
    place: Place,
}

impl Context {
    /// The value is a password, key or token whatever it looks like.
    pub(super) const SECRET: Self = Self::flag(1);
    /// The value is a secret if it looks random.
    pub(super) const MAYBE_SECRET: Self = Self::flag(2);
    /// Addresses of infrastructure: IP addresses stay.
    pub(super) const KEEP_IP: Self = Self::flag(4);
    /// Numbers may be cards although they are unusual ones.
    pub(super) const CARD: Self = Self::flag(8);
    /// Numbers may be phones although they are bare.
    pub(super) const PHONE: Self = Self::flag(16);
    /// Nine digits are a social security number.
    pub(super) const SSN: Self = Self::flag(32);
    /// Account numbers with a wrong checksum are IBANs too.
    pub(super) const IBAN: Self = Self::flag(64);
    /// An id: bare digits are neither card nor phone.
    pub(super) const ID: Self = Self::flag(128);
    /// The key itself holds something to remove.
    pub(super) const DIRTY_KEY: Self = Self::flag(256);
    /// The value is base64 of bytes (key `$bytes`).
    pub(super) const BYTES: Self = Self::flag(512);
    /// Latitude or longitude, or both.
    pub(super) const COORDINATE: Self = Self::flag(1 << 11);
    /// The key is of a place: of a person's, its members are the person's too.
    pub(super) const PLACE_KEY: Self = Self::flag(1 << 12);
    /// The key is of the place of a person, or is a member of such an object.
    pub(super) const OF_PLACE: Self = Self::flag(1 << 13);
    /// AWS secret access key.
    pub(super) const AWS: Self = Self::flag(1024);
    /// Four numbers are a version, if they can be one.
    pub(super) const VERSION: Self = Self::flag(1 << 47);
    /// The key names a vendor of secrets.
    pub(super) const VENDOR: Self = Self::flag(1 << 48);
    /// With [`Self::SECRET`]: a password, which may be a plain word.
    pub(super) const PASSWORD: Self = Self::flag(1 << 49);
    /// A key around this one names a vendor of secrets.
    pub(super) const UNDER_VENDOR: Self = Self::flag(1 << 50);
    /// The key names a secret when a vendor is named around it. With [`Self::SECRET`]: it may as well name what is
    /// public.
    pub(super) const KEYISH: Self = Self::flag(1 << 51);
    /// With [`Self::MAYBE_SECRET`]: the key says token, and a UUID is one too.
    pub(super) const TOKEN: Self = Self::flag(1 << 52);
    /// With [`Self::MAYBE_SECRET`]: a variable of the environment.
    pub(super) const ENVIRONMENT: Self = Self::flag(1 << 53);
    /// The key is a parameter of a query.
    pub(super) const QUERY: Self = Self::flag(1 << 54);

    /// The key names several secrets; its members are such whatever their names.
    pub(super) const SECRETS_KEY: Self = Self::flag(1 << 55);
    /// Member of an object whose key names a secret, or several. With [`Self::PASSWORD`]: that of passwords.
    pub(super) const OF_SECRETS: Self = Self::flag(1 << 56);
    /// The key names what is none, as an id, a hash or a path: also among secrets.
    pub(super) const NO_SECRET: Self = Self::flag(1 << 57);

    /// The key says of what kind numbers are.
    pub(super) const NUMBERS: Self =
        Self::flag(Self::CARD.flags | Self::PHONE.flags | Self::SSN.flags | Self::IBAN.flags);

    /// Any sign that the whole value may be a secret.
    pub(super) const MAY_BE_SECRET: Self = Self::flag(
        Self::SECRET.flags
            | Self::MAYBE_SECRET.flags
            | Self::VENDOR.flags
            | Self::KEYISH.flags
            | Self::PASSWORD.flags
            | Self::OF_SECRETS.flags,
    );

    /// The key names a person's data, or a code with no other meaning: the value may go as a whole.
    pub(super) const NAMED: Self = Self::flag(1 << 40);
    /// The key is `name` and nothing else.
    pub(super) const NAME: Self = Self::flag(1 << 41);
    /// The key is of a person; its members' `name` is the person's.
    pub(super) const PERSON_KEY: Self = Self::flag(1 << 42);
    /// Member of an object whose key is of a person.
    pub(super) const OF_PERSON: Self = Self::flag(1 << 43);
    /// The key is of an address; its members are parts of it.
    pub(super) const ADDRESS_KEY: Self = Self::flag(1 << 44);
    /// Member of an object whose key is of an address.
    pub(super) const OF_ADDRESS: Self = Self::flag(1 << 45);
    /// The key is of a part of an address, if it is in one.
    pub(super) const ADDRESS_PART: Self = Self::flag(1 << 46);

    /// The key is of a person and of nothing else: a name under it is the person's.
    pub(super) const A_PERSON: Self = Self::flag(1 << 58);
    /// Half of a name as FHIR has it: `given`, `family`; a person's where both are there.
    pub(super) const HALF_A_NAME: Self = Self::flag(1 << 59);

    /// The key names a thing that is numbered.
    pub(super) const GOODS: Self = Self::flag(1 << 60);

    /// The value has a key, and it is none under which any text stands.
    pub(super) const KEYED: Self = Self::flag(1 << 61);

    /// The key is that of the scripts of a package: its members are commands, whatever their names.
    pub(super) const SCRIPTS_KEY: Self = Self::flag(1 << 62);
    /// Member of an object of scripts.
    pub(super) const OF_SCRIPTS: Self = Self::flag(1 << 63);

    /// Flags of both, for constants.
    pub(super) const fn or(self, other: Self) -> Self {
        Self::flag(self.flags | other.flags)
    }

    const fn flag(flags: u64) -> Self {
        Self { flags, hints: Hints::NONE, exact: Hints::NONE, place: Place::GENERAL }
    }

    /// Where policies see the value.
    pub(super) fn place(self) -> Place {
        self.place
    }

    /// The same at another place.
    pub(super) fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    pub(super) fn has(self, flag: Self) -> bool {
        self.flags & flag.flags != 0
    }

    /// Whether the key says nothing but what is among these.
    #[inline]
    pub(super) fn says_only(self, flags: Self) -> bool {
        self.flags & !flags.flags == 0 && self.hints.or(self.exact).is_empty()
    }

    /// Whether the key names a thing that is numbered, and `number` bytes of the `whole` value are its number: a
    /// sentence under it (`{"task":"Call Anna at …"}`) may hold any.
    pub(super) fn of_goods(self, whole: usize, number: usize) -> bool {
        self.has(Self::GOODS) && whole <= number + 6
    }

    /// Whether the key says what numbers in the value are.
    #[inline]
    pub(super) fn names_numbers(self) -> bool {
        self.has(Self::NUMBERS) || !self.hints.or(self.exact).is_empty()
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self {
            flags: self.flags | other.flags,
            hints: self.hints.or(other.hints),
            exact: self.exact.or(other.exact),
            ..self
        }
    }

    pub(super) fn without(self, flag: Self) -> Self {
        Self { flags: self.flags & !flag.flags, ..self }
    }

    /// Names a type beyond doubt.
    pub(super) fn naming(self, kind: Type) -> Self {
        self.naming_all(Hints::of(&[kind]))
    }

    pub(super) fn naming_all(self, kinds: Hints) -> Self {
        Self { hints: self.hints.or(kinds), exact: self.exact.or(kinds), ..self }
    }

    pub(super) fn not_naming(self, kind: Type) -> Self {
        Self { hints: self.hints.without(kind), exact: self.exact.without(kind), ..self }
    }

    /// Types that the key names.
    pub(super) fn hints(self) -> Hints {
        self.hints
    }

    /// Types that the key names by a word which means little else.
    pub(super) fn exact(self) -> Hints {
        self.exact
    }

    /// What the members of an object under this key know: kinds of number and vendors, not secrecy.
    pub(super) fn inherited(self) -> Self {
        let mut flags = self.flags & Self::NUMBERS.flags;
        for (key, member) in [
            (Self::PERSON_KEY, Self::OF_PERSON),
            (Self::ADDRESS_KEY, Self::OF_ADDRESS),
            (Self::SCRIPTS_KEY, Self::OF_SCRIPTS),
        ] {
            if self.has(key) {
                flags |= member.flags;
            }
        }
        if self.flags & Self::SCRIPTS_KEY.or(Self::VERSION).flags == Self::SCRIPTS_KEY.or(Self::VERSION).flags {
            flags |= Self::VERSION.flags;
        }
        if self.has(Self::PLACE_KEY) && self.has(Self::OF_PERSON.with(Self::OF_PLACE).with(Self::OF_ADDRESS)) {
            flags |= Self::OF_PLACE.flags;
        }
        if self.has(Self::SECRETS_KEY.with(Self::SECRET).with(Self::OF_SECRETS)) {
            flags |= Self::OF_SECRETS.flags;
        }
        // `{"password": {"old": …, "new": …}}`
        if self.has(Self::SECRET) {
            flags |= self.flags & Self::PASSWORD.flags;
        }
        if self.has(Self::VENDOR) || self.has(Self::UNDER_VENDOR) {
            flags |= Self::UNDER_VENDOR.flags;
        }
        // What names a whole value names none of its members.
        let hints = [Type::Person, Type::Address, Type::Organization, Type::DateOfBirth, Type::Age, Type::PostalCode]
            .into_iter()
            .fold(self.hints, Hints::without);
        Self { flags, hints, exact: Hints::NONE, ..self }
    }

    /// What the value of an object under this key knows besides: that it is a person's.
    pub(super) fn of_value(self) -> Self {
        let flags = self.flags & (Self::NAMED.flags | Self::A_PERSON.flags | Self::KEYED.flags);
        // `"Payments":{"value":"…"}` is any id.
        Self { flags, ..self }.not_naming(Type::Card)
    }

    /// A part of what it says, to mix into a hash.
    pub(super) fn flags(&self) -> u64 {
        self.flags
    }

    /// All that it says, to tell equal texts under different keys apart.
    pub(super) fn bits(self) -> [u64; 10] {
        let ([a, b, c, d], [e, f, g, h]) = (self.hints.words(), self.exact.words());
        [self.flags, a, b, c, d, e, f, g, h, self.place.bits()]
    }
}
