//! Words in and beside names of people, and words that look like names.

/// Words in capitals that are no names of people.
pub(super) const NOT_NAMES: &[&str] = &[
    "The", "This", "That", "Service", "Support", "Team", "Maintainer", "Sincerely", "Cheers", "Thanks", "Regards",
    "Maintainers", "Developers", "Authors", "Contributors", "Community", "Group", "Agent", "Assistant", "System",
    "Customer", "Customers", "Center", "Care", "Success", "Manager", "User", "Users", "Sir", "Madam", "All", "Friend",
    "Friends", "Colleague", "Colleagues", "Hiring", "Editor", "Committee", "Everyone", "Member", "Members", "Reader",
    "Readers", "Santa", "God", "Lord", "Expert", "President", "Professor", "Doctor", "Student", "Students", "Class",
    "Name", "Email", "Phone", "Address", "Date", "Time", "Order", "Python", "Java", "Docker", "Build", "Test", "Tests",
    "String", "Option", "Run", "Data", "Default", "Model", "Tool", "Server", "Client", "File", "Project", "Group",
    "Company", "Department", "Street", "Inc", "Ltd", "Not", "None", "Unknown", "Null", "True", "False", "My", "Your",
    "His", "Her", "Our", "And", "For", "With", "From", "Bot", "World", "Valued", "Gym", "Fitness", "Club",
    "Restaurant", "Museum", "Hotel", "Bank", "Shop", "Store", "School", "University", "College", "Hospital", "Church",
    "Mayor", "Office", "Institute", "Academy", "Bar", "Cafe", "Market", "Grüße", "Grüsse", "Gruß", "Wünsche", "Welt",
    "Mundo", "Monde", "Mondo", "Damen", "Herren", "Kunde", "Kundin", "Cliente", "Clients",
];

/// Words behind the names of firms and places.
pub(super) const PLACES: &[&[u8]] = &[
    b"Airport", b"International Airport", b"Gym", b"Fitness", b"Club", b"Restaurant", b"Museum", b"Hotel", b"Bank",
    b"Shop", b"Store", b"School", b"University", b"College", b"Hospital", b"Church", b"Institute", b"Academy", b"Bar",
    b"Cafe", b"Market", b"Center", b"Centre", b"Inc", b"Ltd", b"LLC", b"GmbH", b"Company", b"Group", b"Foundation",
    b"Library", b"Theater", b"Theatre",
];

/// Words of one name that stand between its capitalised words.
pub(super) const PARTICLES: &[&str] = &[
    "de", "van", "von", "der", "den", "da", "di", "la", "le", "el", "bin", "al", "du", "dos", "del", "ter", "af", "av",
    "Ó", "Ní",
];

/// Arguments that are names of people beside an e-mail address.
pub(super) const NAME_ARGUMENTS: &[&[u8]] = &[
    b"name", b"full_name", b"fullname", b"display_name", b"displayName", b"fullName", b"customer_name",
    b"patient_name", b"contact_name", b"real_name",
];

/// Local parts of addresses that are of no person.
#[rustfmt::skip]
pub(super) const OFFICES: &[&[u8]] = &[
    b"info", b"contact", b"support", b"sales", b"admin", b"hello", b"office", b"team", b"help", b"service", b"kontakt", b"noreply",
    b"no-reply", b"billing", b"security", b"press", b"jobs", b"mail", b"webmaster", b"postmaster",
];
