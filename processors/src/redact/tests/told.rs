//! Values told by a sentence, or by what stands beside them.

use super::{becomes, redact, stay};

#[test]
fn dates_of_birth_with_the_name_of_a_month() {
    becomes(&[
        ("date of birth is 12 March 1984", "date of birth is [DATE_OF_BIRTH]"),
        ("My birthday is March 12, 1984, so", "My birthday is [DATE_OF_BIRTH], so"),
        ("She was born on the 14th of February 1991.", "She was born on the [DATE_OF_BIRTH]."),
        ("Ich bin geboren am 12. März 1984 in Köln.", "Ich bin geboren am [DATE_OF_BIRTH] in Köln."),
        ("Je suis née le 3 mai 1975 à Lyon.", "Je suis née le [DATE_OF_BIRTH] à Lyon."),
        ("Sono nato il 3 maggio 1970 a Torino.", "Sono nato il [DATE_OF_BIRTH] a Torino."),
        ("Nací el 4 de mayo de 1980 en Sevilla.", "Nací el [DATE_OF_BIRTH] en Sevilla."),
    ]);
    stay(&[
        "She joined on the 3 March 2021 release call.",
        "The meeting is March 12, 2024 at noon, the invoice is due on the 3 April 2024.",
        "La reunión es el 4 de mayo de 2024.",
    ]);
    // A month's name is a person's, too.
    becomes(&[
        ("Happy birthday! My name is April Jones.", "Happy birthday! My name is [PERSON]."),
        ("Mr. Wu", "Mr. [PERSON]"),
    ]);
}

#[test]
fn addresses_behind_labels_of_two_words_and_compounds() {
    becomes(&[
        ("Ship to: Sabine Krüger, Aachener Str. 112, 50674 Köln", "Ship to: [ADDRESS]"),
        ("Lieferadresse: Aachener Straße 112, 50674 Köln", "Lieferadresse: [ADDRESS]"),
    ]);
    stay(&[
        "How to: install version 3.2 of Docker on Ubuntu 22",
        "Refer to: Section 12 of the Agreement",
        "IP-Adresse: eth0 am Switch 12 Port 4",
        "Startadresse: Register 40 Offset 12",
        "Deliver to: Topic 3 Kafka Main",
    ]);
    becomes(&[("Address: 12345 N. Pennsylvania Ave. Suite 4, Washington", "Address: [ADDRESS]")]);
}

#[test]
fn names_among_arguments_and_halves_of_names() {
    becomes(&[
        (
            "User(name='Sabine Krüger', email='s.k@example.org', age=3)",
            "User(name='[PERSON]', email='[EMAIL]', age=[AGE])",
        ),
        ("email='s.k@example.org'", "email='[EMAIL]'"),
        (
            r#"{"name":[{"family":"Chalmers","given":["Peter","James"]}]}"#,
            r#"{"name":[{"family":"[PERSON]","given":["[PERSON]","[PERSON]"]}]}"#,
        ),
    ]);
    stay(&[
        "Tool(name='Search Engine', args='x')",
        r#"{"given":"a set","when":"x","then":"y"}"#,
        r#"{"family":"Inter","tags":["given"]}"#,
    ]);
    let kept = redact("setup(name='Flask Login', author_email='a.b@example.org')");
    assert!(kept.contains("Flask Login"), "{kept}");
    let kept = redact("Org(name='Acme Works', email='info@example.org')");
    assert!(kept.contains("Acme Works"), "{kept}");
}

#[test]
fn cells_and_lines_named_by_the_element_before() {
    becomes(&[
        (
            "<tr><th>Phone</th><td>+49 221 4711230</td></tr><tr><th>Name</th><td>Sabine Krüger</td></tr>",
            "<tr><th>Phone</th><td>[PHONE]</td></tr><tr><th>Name</th><td>[PERSON]</td></tr>",
        ),
        (
            "<b>Phone:</b> 0221 4711230<br><b>Name:</b> Sabine Krüger<br>",
            "<b>Phone:</b> [PHONE]<br><b>Name:</b> [PERSON]<br>",
        ),
    ]);
    stay(&[
        "<table><tr><td>Phone</td><td>Name</td></tr><tr><td>12345678</td><td>Blue Chair</td></tr></table>",
        "<dt>Name</dt><dd>Kubernetes Cluster</dd>",
        "<table><tr><th>Full name</th><th>Email</th><th>Role</th></tr>",
        "<tr><td>first_name</td><td>boolean</td><td>Yes</td></tr>",
        "<label>First name</label><label>Company</label>",
        "<b>Full name:</b> as shown on the card<br>",
    ]);
}

#[test]
fn codes_and_wallets() {
    becomes(&[
        ("2FA code 493021", "2FA code [SECRET]"),
        ("Your verification code is 493 021.", "Your verification code is [SECRET]."),
        ("wallet 0x52908400098527886E0F7030069857D2E4169EE7", "wallet [CRYPTO]"),
        ("ethereum address 0xde0b295669a9fd93d5f28d9ec85e40f4cb697bae", "ethereum address [CRYPTO]"),
    ]);
    stay(&["commit 0xde0b295669a9fd93d5f28d9ec85e40f4cb697bae", "the code is 493 021 lines long"]);
    let kept = redact("PIN is 123 456 789");
    assert!(!kept.contains(" 789") || kept.contains("123 456"), "{kept}");
}

#[test]
fn statements_that_insert() {
    for table in
        ["people", "[Order Details]", "`order details`", "'people'", "Kundenübersicht", "people AS p", "TABLE people"]
    {
        let text = format!("INSERT INTO {table} (full_name, phone) VALUES ('Sabine Krüger', '0221 4711230');");
        let new = redact(&text);
        assert!(new.ends_with("VALUES ('[PERSON]', '[PHONE]');"), "{new}");
    }
    let mut dump = "INSERT INTO schema_migrations VALUES ('20240101000000');\n".repeat(30);
    dump.push_str("INSERT INTO people (full_name, age) VALUES ('Sabine Krüger', 41);");
    assert!(redact(&dump).contains("('[PERSON]', "), "{}", redact(&dump));
}
