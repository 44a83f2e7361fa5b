//! Technical text that looks like personal data or secrets, and beside each kind what has to be found all the same.

use super::{becomes, stay};

#[test]
fn versions_of_packages_are_no_addresses() {
    stay(&[
        "Get:9 http://deb.example.org bookworm/main amd64 libfoo3 amd64 46.50.73.3-2+deb12u1 [19 kB]",
        "Unpacking libfoo (21.30.73.72-9) over (14.97.6.40-8) ...",
        "Bump the plugin from 14.4.1 to 14.4.2.82.",
        "Raise the dependency to >= 31.34.81.1 for this",
        "// Client workflow 5.4.3.2: look for a rollback",
    ]);
    becomes(&[
        ("moved from 10.0.0.4 to 10.0.0.5", "moved from [IP_ADDRESS] to [IP_ADDRESS]"),
        ("ip.addr == 10.20.30.40", "ip.addr == [IP_ADDRESS]"),
        ("client 1.2.3.4 connected", "client [IP_ADDRESS] connected"),
        ("range 10.0.0.1-10.0.0.9", "range [IP_ADDRESS]-[IP_ADDRESS]"),
    ]);
}
