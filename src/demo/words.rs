//! What people of the demonstration company write into their records. Data, as they would have typed it, not interface.

use crate::activities::ActivityKind;

/// Job titles.
pub const TITLES: [&str; 16] = [
    "Owner",
    "Managing director",
    "Facility manager",
    "Head of purchasing",
    "Purchasing officer",
    "Chief financial officer",
    "Plant manager",
    "Energy officer",
    "Maintenance lead",
    "Operations manager",
    "Sustainability lead",
    "Technical director",
    "Office manager",
    "Project engineer",
    "Deputy director",
    "Accountant",
];

/// The part somebody plays in a company.
pub const PARTS: [&str; 7] = ["Management", "Purchasing", "Technical", "Finance", "Operations", "Board", "Site"];

/// The part somebody plays in a deal.
pub const DEAL_PARTS: [&str; 5] =
    ["Decision maker", "Technical adviser", "Signs the order", "Influencer", "Site contact"];

/// Payment terms.
pub const TERMS: [&str; 6] = [
    "30 days net",
    "14 days net",
    "60 days net",
    "40 % on order, 50 % on delivery, 10 % on acceptance",
    "Leasing over 84 months",
    "2 % within 10 days, 30 days net",
];

/// Notes on a company.
pub const ACCOUNT_NOTES: [&str; 8] = [
    "Roof of the main hall was renewed last year; carries at least 25 kg per square metre.",
    "Budget year starts in July. Decisions above 50,000 go to the board, which meets every second month.",
    "Grid connection is limited to 180 kW until the substation is enlarged.",
    "Prefers calls before ten. The gate is at the back, ask for the site office.",
    "Own electrician on site who wants to see every wiring plan.",
    "Buys only from suppliers with a local service partner.",
    "Two more sites are planned for next year.",
    "Compares three offers for everything.",
];

/// Notes on a person.
pub const CONTACT_NOTES: [&str; 6] = [
    "Knows the numbers by heart; bring the yield forecast.",
    "Best reached by phone in the morning.",
    "Met at the energy fair, asked about storage first.",
    "Away every Friday.",
    "Decides together with her brother.",
    "Wants everything in writing.",
];

/// What is planned next in a deal.
pub const STEPS: [(&str, ActivityKind); 16] = [
    ("Call about the offer", ActivityKind::Call),
    ("Visit the site and measure the roof", ActivityKind::Visit),
    ("Send the yield forecast", ActivityKind::Email),
    ("Send the revised offer", ActivityKind::Email),
    ("Clear the grid connection with the utility", ActivityKind::Task),
    ("Meet the board", ActivityKind::Meeting),
    ("Get the structural report", ActivityKind::Task),
    ("Call back about the financing", ActivityKind::Call),
    ("Show the reference site", ActivityKind::Visit),
    ("Agree the delivery date", ActivityKind::Call),
    ("Ask for last year's bills", ActivityKind::Email),
    ("Bring the contract", ActivityKind::Visit),
    ("Video call with the engineer", ActivityKind::Meeting),
    ("Answer the questions on the warranty", ActivityKind::Call),
    ("Remind of the open signature", ActivityKind::Email),
    ("Check the subsidy application", ActivityKind::Task),
];

/// What kind of thing a step is.
pub fn kind_of(step: &str) -> ActivityKind {
    STEPS.iter().find(|(text, _)| *text == step).map_or(ActivityKind::Call, |(_, kind)| *kind)
}

/// Campaigns deals came from.
pub const CAMPAIGNS: [&str; 5] =
    ["Spring roof check", "Energy fair", "Diesel switch offer", "Farm storage days", "Price cap webinar"];

/// Why a deal was lost, where the list does not say it.
pub const OTHER_REASONS: [&str; 5] = [
    "The site was sold.",
    "The landlord refused the works.",
    "Our contact left, and nobody took over.",
    "The roof cannot carry it.",
    "Merged with another company; all projects stopped.",
];

/// What was said when a lead was closed.
pub const CLOSE_NOTES: [&str; 6] = [
    "Called four times, two mails, no answer.",
    "Rents the building and may not change the roof.",
    "Wanted a single panel for a garden house.",
    "Signed elsewhere last week.",
    "Asks again after the harvest.",
    "Student project.",
];

/// What a lead needs.
pub const NEEDS: [&str; 7] = [
    "Electricity bill has doubled in two years",
    "Generator fails twice a week",
    "New hall needs its own supply",
    "Must report emissions from next year on",
    "Charging for six vans",
    "Cold store must not warm up when the grid drops",
    "Old boiler has to go",
];

/// What somebody noted with a lead.
pub const LEAD_NOTES: [&str; 7] = [
    "Found us through the fair's catalogue.",
    "Neighbour of a customer, saw the installation.",
    "Filled in the form twice; call rather than mail.",
    "Asked for a price by mail only.",
    "Card from the trade evening.",
    "Wants a visit before the rains.",
    "Downloaded the storage guide.",
];

/// Kinds of sites by industry; the last row serves all others.
pub const SITES: [(&str, &[&str]); 12] = [
    ("agriculture", &["dairy barn", "greenhouse", "packing house", "cold store", "mill", "drying hall"]),
    ("hospitality", &["hotel", "bakery", "restaurant", "guest house", "laundry"]),
    ("manufacturing", &["plant", "assembly hall", "foundry", "warehouse", "paint shop"]),
    ("construction", &["yard", "head office", "housing block", "workshop"]),
    ("transport", &["depot", "truck yard", "terminal", "cold store", "workshop"]),
    ("health", &["clinic", "ward", "laboratory", "pharmacy"]),
    ("education", &["campus", "school", "sports hall", "library"]),
    ("retail", &["store", "supermarket", "shopping centre", "warehouse"]),
    ("public_sector", &["pump station", "town hall", "swimming pool", "water works"]),
    ("technology", &["data hall", "office", "server room"]),
    ("home", &["house", "farmhouse", "holiday home", "garage"]),
    ("other", &["office", "branch", "site", "tower sites"]),
];

/// The sites of an industry.
pub fn sites(industry: &str) -> &'static [&'static str] {
    let found = SITES.iter().find(|(name, _)| *name == industry).or(SITES.last());
    found.map_or(&[], |(_, sites)| *sites)
}
