//! Values with a unit or a rule of their own: sizes, durations, addresses, compression, secrets.
//!
//! Each reads from a string (sizes also from a number of bytes) and writes back the shortest exact spelling.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    str::FromStr,
    time::Duration,
};

use bytesize::ByteSize;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A number of bytes: `"64 MiB"`, `"64MB"` (powers of ten), or a plain number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u64);

impl Size {
    /// As `usize`, the largest there is when it does not fit.
    pub fn bytes(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: &[(u64, &str)] = &[
            (1 << 40, "TiB"),
            (1_000_000_000_000, "TB"),
            (1 << 30, "GiB"),
            (1_000_000_000, "GB"),
            (1 << 20, "MiB"),
            (1_000_000, "MB"),
            (1 << 10, "KiB"),
            (1_000, "kB"),
        ];
        match UNITS.iter().find(|(unit, _)| self.0 > 0 && self.0.is_multiple_of(*unit)) {
            Some((unit, name)) => write!(f, "{} {name}", self.0 / unit),
            None => write!(f, "{} B", self.0),
        }
    }
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // Past 2^63 the value cannot be written back as a TOML number, and nothing has that many bytes.
        match text.trim().parse::<ByteSize>() {
            Ok(size) if size.0 <= i64::MAX as u64 => Ok(Self(size.0)),
            _ => Err(format!("{text:?} is not a size; write a number and a unit, such as \"64 MiB\"")),
        }
    }
}

impl Serialize for Size {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Size;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a size such as \"64 MiB\"")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Size, E> {
                text.parse().map_err(E::custom)
            }
            fn visit_i64<E: de::Error>(self, bytes: i64) -> Result<Size, E> {
                u64::try_from(bytes).map(Size).map_err(|_| E::custom("a size cannot be negative"))
            }
            fn visit_u64<E: de::Error>(self, bytes: u64) -> Result<Size, E> {
                Ok(Size(bytes))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// A length of time: `"10s"`, `"1m 30s"`, `"250ms"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period(pub Duration);

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        humantime::format_duration(self.0).fmt(f)
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Period;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a duration with a unit, such as \"10s\"")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Period, E> {
                humantime::parse_duration(text).map(Period).map_err(|_| {
                    E::custom(format!(
                        "{text:?} is not a duration; write a number and a unit, such as \"10s\" or \"1m 30s\""
                    ))
                })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// An address to listen on: `IP:port`, or `localhost:port` for 127.0.0.1. Port 0 lets the system choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listen(pub SocketAddr);

impl Listen {
    /// 127.0.0.1 at a port.
    pub const fn loopback(port: u16) -> Self {
        Self(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port))
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Listen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(address) = text.parse() {
            return Ok(Self(address));
        }
        let wrong =
            |example: String| format!("{text:?} is not an address to listen on; write IP:port, such as {example}");
        let (host, port) = text.rsplit_once(':').unwrap_or((text, ""));
        match (host, port.parse::<u16>()) {
            ("localhost", Ok(port)) => Ok(Self::loopback(port)),
            (_, Ok(port)) => {
                Err(wrong(format!("127.0.0.1:{port} (this machine only) or 0.0.0.0:{port} (every interface)")))
            }
            _ => Err(wrong("127.0.0.1:8080, with a port up to 65535".into())),
        }
    }
}

impl Serialize for Listen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Listen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// Compression: `none`, `lz4`, `zstd` or `zstd:LEVEL`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// None.
    None,
    /// LZ4, raw frames: the fastest.
    Lz4,
    /// Zstandard, level 1 to 22.
    Zstd(i32),
}

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Lz4 => f.write_str("lz4"),
            Self::Zstd(level) => write!(f, "zstd:{level}"),
        }
    }
}

impl FromStr for Compression {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, level) = text.split_once(':').map_or((text, None), |(name, level)| (name, Some(level)));
        match (name, level, level.map_or(Ok(1), str::parse::<i32>)) {
            ("none", None, _) => Ok(Self::None),
            ("lz4", None, _) => Ok(Self::Lz4),
            ("zstd", _, Ok(level @ 1..=22)) => Ok(Self::Zstd(level)),
            _ => Err(format!("{text:?} is not a compression; write \"none\", \"lz4\" or \"zstd:1\" up to \"zstd:22\"")),
        }
    }
}

impl Serialize for Compression {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Compression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// Text that is never shown: not in debug output, in `check --print`, or in a mistake.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// What is shown in its place.
    pub const HIDDEN: &'static str = "[hidden]";

    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::HIDDEN)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if self.0.is_empty() { "" } else { Self::HIDDEN })
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // serde's own message would quote a value of the wrong type.
        String::deserialize(deserializer).map(Self).map_err(|_| de::Error::custom("must be a string, in quotes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_back_what_they_write() {
        for (text, bytes, back) in [
            ("64 MiB", 64 << 20, "64 MiB"),
            ("64MB", 64_000_000, "64 MB"),
            ("1.5 KiB", 1536, "1536 B"),
            ("0", 0, "0 B"),
            ("17", 17, "17 B"),
            ("3 GiB", 3 << 30, "3 GiB"),
        ] {
            let size: Size = text.parse().unwrap();
            assert_eq!((size, size.to_string().as_str()), (Size(bytes), back));
            assert_eq!(size.to_string().parse(), Ok(size));
        }
        for bad in ["", "MiB", "-1 MiB", "10 parsecs", "1.2.3 MB", "99999999999 TiB"] {
            assert!(bad.parse::<Size>().is_err(), "{bad}");
        }
    }

    #[test]
    fn listen_names_the_remedy() {
        assert_eq!("localhost:1".parse(), Ok(Listen::loopback(1)));
        assert!(":4318".parse::<Listen>().unwrap_err().contains("0.0.0.0:4318"));
        assert!("collector:4318".parse::<Listen>().unwrap_err().contains("127.0.0.1:4318"));
        assert!("4318".parse::<Listen>().is_err());
        assert!("[::1]:4318".parse::<Listen>().is_ok());
    }

    #[test]
    fn compression_reads_back_what_it_writes() {
        for text in ["none", "lz4", "zstd:1", "zstd:22"] {
            assert_eq!(text.parse::<Compression>().unwrap().to_string(), text);
        }
        assert_eq!("zstd".parse(), Ok(Compression::Zstd(1)));
        for bad in ["", "zstd:0", "zstd:23", "zstd:x", "lz4:1", "gzip"] {
            assert!(bad.parse::<Compression>().is_err(), "{bad}");
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        let secret = Secret::new("hunter2");
        assert!(!format!("{secret:?}").contains("hunter2"));
        assert!(!serde_json::to_string(&secret).unwrap().contains("hunter2"));
        let error = serde_json::from_str::<Secret>("271828").unwrap_err();
        assert!(!error.to_string().contains("271828"));
    }
}
