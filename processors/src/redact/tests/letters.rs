//! People told by where they stand: in letters, lists, blocks of an address, tables, and beside what is theirs.

use super::{becomes, stay};

#[test]
fn names_below_the_closing_words_of_a_letter() {
    becomes(&[
        (
            "It works now.\n\nBest regards,\nJane Roe\nSenior Manager",
            "It works now.\n\nBest regards,\n[PERSON]\nSenior Manager",
        ),
        ("Sincerely,\n\nJane Roe", "Sincerely,\n\n[PERSON]"),
        ("> Kind regards\n> Jane", "> Kind regards\n> [PERSON]"),
        ("See you on Monday. Best wishes, Jane Roe", "See you on Monday. Best wishes, [PERSON]"),
        ("Mit freundlichen Grüßen\nJörg Müller", "Mit freundlichen Grüßen\n[PERSON]"),
        ("Cordialement,\nÉlodie Lefèvre", "Cordialement,\n[PERSON]"),
        ("Z poważaniem\nŁukasz Nowak", "Z poważaniem\n[PERSON]"),
        ("С уважением,\nИван Петров", "С уважением,\n[PERSON]"),
    ]);
    stay(&[
        "Best regards,\nThe GitHub Team",
        "Thanks,\nCustomer Support",
        "Regards are sent to the list.",
        "Thanks, Docker restarts it.",
        "Cheers and welcome to Rust",
        "Best Practices\nError Handling",
        "Sincerely,\nExample Holdings",
        "Sincerely,\nFooEx",
    ]);
}

#[test]
fn names_that_a_letter_begins_with() {
    becomes(&[
        ("Hi Jane,\n\nthe order has come.", "Hi [PERSON],\n\nthe order has come."),
        ("Hallo Jörg,\nwie besprochen", "Hallo [PERSON],\nwie besprochen"),
        ("Estimada María López:\nLe escribimos", "Estimada [PERSON]:\nLe escribimos"),
        ("Liebe Anke,\nbis bald", "Liebe [PERSON],\nbis bald"),
    ]);
    stay(&[
        "Hi Claude, please read the file.",
        "Hello World!\n",
        "Hola Mundo!\n",
        "print(\"Hello Alice!\")",
        "Liebe Grüße\nund danke",
        "Hi Everyone,\nwelcome",
    ]);
}

#[test]
fn names_in_lists_and_fields_of_people() {
    becomes(&[
        (
            "Attendees: Jane Roe, John Doe\nOrganizer: Ann Other\n",
            "Attendees: [PERSON], [PERSON]\nOrganizer: [PERSON]\n",
        ),
        ("client: Jane Roe\nstatus: open", "client: [PERSON]\nstatus: open"),
        ("Customer: Jane Roe | Tier: gold", "Customer: [PERSON] | Tier: gold"),
        ("    [full_name] => Jane Roe\n", "    [full_name] => [PERSON]\n"),
        ("row['full_name'] = 'Jane Roe'", "row['full_name'] = '[PERSON]'"),
        ("Patient: ROE, ZOË   Sex: F", "Patient: [PERSON]   Sex: F"),
        ("Name: Roe, Jane\nDOB: 1984-03-12\n", "Name: [PERSON]\nDOB: [DATE_OF_BIRTH]\n"),
        ("name=Jane Roe; phone=+1 415 555 0132", "name=[PERSON]; phone=[PHONE]"),
        ("{\"attendees\":[{\"displayName\":\"Jane Roe\"}]}", "{\"attendees\":[{\"displayName\":\"[PERSON]\"}]}"),
        ("{\"contact\":\"Jane Roe\"}", "{\"contact\":\"[PERSON]\"}"),
    ]);
    stay(&[
        "Attendees: all members of the board",
        "client: Apache Software\nversion: 2",
        "owner: Platform Team",
        "items[count] = Some Value",
        "name=Main Window; width=100",
        "{\"displayName\":\"Web Server\",\"id\":4}",
        "{\"contact\":\"Customer Support\"}",
        "Name: Alpha, Beta",
    ]);
}

#[test]
fn lines_of_an_address_below_a_name() {
    becomes(&[
        (
            "SHIP TO:\nJane Roe\n42 Maple Street\nSpringfield, IL 62704\nUSA",
            "SHIP TO:\n[PERSON]\n[ADDRESS]\n[ADDRESS]\nUSA",
        ),
        ("From:\nJane Roe\n7 Oak Drive\nAustin, TX 78701\n", "From:\n[PERSON]\n[ADDRESS]\n[ADDRESS]\n"),
        ("Jane Roe\n42 Maple Street, Austin, TX 78701 | CV", "[PERSON]\n[ADDRESS] | CV"),
        ("Deliver to Jane Roe at 42 Maple Street, Austin, TX 78701", "Deliver to [PERSON] at [ADDRESS]"),
    ]);
    stay(&[
        "Free Software Foundation, Inc.\n51 Franklin Street\nBoston, MA 02110",
        "To:\nBuild Server\n10 times a day",
        "From:\nTable Of Contents\n",
        "See Section Four\n12 Angry Street is a film",
    ]);
}

#[test]
fn names_beside_what_is_theirs() {
    becomes(&[
        ("I spoke with Jane Roe (+1 415 555 0132) today.", "I spoke with [PERSON] ([PHONE]) today."),
        ("transfer it to Jane Roe, IBAN DE89370400440532013000.", "transfer it to [PERSON], IBAN [IBAN]."),
        ("0    Jane Roe   34   jane.roe@example.com", "0    [PERSON]   34   [EMAIL]"),
        ("# Jane Roe\n**Mail:** jroe@example.com x", "# Jane Roe\n**Mail:** [EMAIL] x"),
        ("# Jane Rowland\n**Mail:** jrowland@example.com", "# [PERSON]\n**Mail:** [EMAIL]"),
    ]);
    becomes(&[
        ("call Customer Care (+1 415 555 0132)", "call Customer Care ([PHONE])"),
        ("Head Office (+1 415 555 0132)", "Head Office ([PHONE])"),
        ("the Debian French list, debian-l10n-french@example.org", "the Debian French list, [EMAIL]"),
        ("Billing Desk: please write to billing@example.com", "Billing Desk: please write to [EMAIL]"),
    ]);
}

#[test]
fn tables_and_classes_of_html() {
    becomes(&[
        (
            "<table><tr><th>Name</th><th>Email</th></tr><tr><td>Jane Roe</td><td>x@example.com</td></tr></table>",
            "<table><tr><th>Name</th><th>Email</th></tr><tr><td>[PERSON]</td><td>[EMAIL]</td></tr></table>",
        ),
        (
            "<p><span class=\"customer-name\">Jane Roe</span></p>",
            "<p><span class=\"customer-name\">[PERSON]</span></p>",
        ),
    ]);
    stay(&[
        "<table><tr><th>Name</th><th>Size</th></tr><tr><td>Core Library</td><td>12</td></tr></table>",
        "<p><span class=\"file-name\">Main Window</span></p>",
        "<p><span class=\"customer-name\">unknown</span></p>",
    ]);
}

#[test]
fn people_who_say_who_they_are() {
    becomes(&[
        ("I'm Jane Roe and I lost my key.", "I'm [PERSON] and I lost my key."),
        ("Ich bin Jörg Müller und möchte kündigen.", "Ich bin [PERSON] und möchte kündigen."),
        ("Hi, this is Jane Roe from Austin.", "Hi, this is [PERSON] from Austin."),
        ("I, Jane Roe, agree.", "I, [PERSON], agree."),
        ("我叫王小明，电话", "我叫[PERSON]，电话"),
        ("私の名前は山田太郎です。", "私の名前は[PERSON]です。"),
        ("제 이름은 김철수이고", "제 이름은 [PERSON]이고"),
        ("اسمي أحمد علي ورقم", "اسمي [PERSON] ورقم"),
        ("Мене звати Олена Шевченко.", "Мене звати [PERSON]."),
    ]);
    stay(&[
        "I'm Claude Code, an agent.",
        "I am Not Sure about it",
        "I'm running Visual Studio now",
        "Soy Milk and bread",
        "名前は任意です。2",
    ]);
}

#[test]
fn names_in_records_of_code() {
    becomes(&[
        ("Person { name: \"Jane Roe\", ssn: \"219-09-9999\" }", "Person { name: \"[PERSON]\", ssn: \"[US_SSN]\" }"),
        ("lookup(name=\"Jane Roe\", ssn_last4=\"9999\")", "lookup(name=\"[PERSON]\", ssn_last4=\"9999\")"),
        (
            "{\"user\"=>{\"name\"=>\"Jane Roe\", \"role\"=>\"x\"}}",
            "{\"user\"=>{\"name\"=>\"[PERSON]\", \"role\"=>\"x\"}}",
        ),
        ("VALUES (7, 'Jane Roe', 'sw@example.com')", "VALUES (7, '[PERSON]', '[EMAIL]')"),
        ("Reporter: Jane Roe\nStatus: open", "Reporter: [PERSON]\nStatus: open"),
        ("Passenger: ROE/JANE MRS", "Passenger: [PERSON]"),
        ("Age: 54; Phone: +1 415 555 0132", "Age: [AGE]; Phone: [PHONE]"),
        (
            "{\"from\":{\"name\":\"Jane Roe\",\"address\":\"jr@example.com\"}}",
            "{\"from\":{\"name\":\"[PERSON]\",\"address\":\"[EMAIL]\"}}",
        ),
    ]);
    stay(&[
        "Window { name: \"Main Window\", width: 4 }",
        "open(name=\"Core Library\", mode=\"r\")",
        "{\"theme\"=>{\"name\"=>\"Solar Dark\"}}",
        "Age: 120\nCache-Control: max-age=300",
        "{\"from\":{\"name\":\"Main Queue\",\"address\":\"queue:7\"}}",
    ]);
}

#[test]
fn closings_and_greetings_of_pages_tell_no_person() {
    stay(&[
        "Thanks!\n\nSponsorship\n-------\nText\n",
        "Thanks!\n\nOutlook\n",
        "Best wishes\n- Sprockets\n",
        "Thanks! Great Work.",
        "Thanks,\n\nOn Tue, 3 Mar 2026\n",
        "Thanks,\n\nSummary\n",
        "Looking forward\n\nOutlook\n",
        "Hello Sprocket!\n",
        "Hello Reviewers,\nplease look\n",
    ]);
    becomes(&[
        ("Thanks,\n\nGreta\n", "Thanks,\n\n[PERSON]\n"),
        ("Thanks!\n\nGreta Holm\n", "Thanks!\n\n[PERSON]\n"),
        ("Best regards\nGreta\n", "Best regards\n[PERSON]\n"),
        ("Hi Greta!\n", "Hi [PERSON]!\n"),
    ]);
}

#[test]
fn programs_parts_of_firms_and_food_are_no_persons() {
    stay(&[
        "Client: Mozilla Firefox\n",
        "{\"client\":\"Google Chrome\",\"version\":\"120\"}",
        "{\"candidates\":[\"Bubble Sort\",\"Merge Sort\"]}",
        "{\"Owner\":{\"DisplayName\":\"owner-display-name\",\"ID\":\"x\"},\"signerName\":\"signerNameValue\"}",
        "Visit Us\n123 Main Street, Springfield, IL 62704",
        "Soy Protein Isolate, Sugar, Salt",
        "To:\nLong Road\n12 Commits behind\n",
        "Cache-Control: max-age=30\nEmail: none\nPhone: none\n",
    ]);
    becomes(&[
        ("Client: Greta Holm\n", "Client: [PERSON]\n"),
        ("Soy Greta Holm, ", "Soy [PERSON], "),
        ("Greta Holm\n123 Main Street, Springfield, IL 62704", "[PERSON]\n[ADDRESS]"),
        ("Ship to:\nGreta Holm\n12 Elm Road\n", "Ship to:\n[PERSON]\n[ADDRESS]\n"),
        ("Age: 30\nEmail: none\nPhone: none\n", "Age: [AGE]\nEmail: none\nPhone: none\n"),
    ]);
}
