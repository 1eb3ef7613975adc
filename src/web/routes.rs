//! Every address a page links to, typed: a link to a page that moved does not compile.

/// Home.
pub const HOME: &str = "/";
/// Sign in.
pub const SIGN_IN: &str = "/sign-in";
/// Sign in through the provider.
pub const PROVIDER: &str = "/sign-in/provider";
/// First start.
pub const SET_UP: &str = "/set-up";
/// The board.
pub const PIPELINE: &str = "/pipeline";
/// The list of opportunities.
pub const OPPORTUNITIES: &str = "/opportunities";
/// A new opportunity.
pub const OPPORTUNITY_NEW: &str = "/opportunities/new";
/// The list of leads.
pub const LEADS: &str = "/leads";
/// A new lead.
pub const LEAD_NEW: &str = "/leads/new";
/// Leads waiting for somebody.
pub const POOL: &str = "/leads/pool";
/// The list of accounts.
pub const ACCOUNTS: &str = "/accounts";
/// A new account.
pub const ACCOUNT_NEW: &str = "/accounts/new";
/// The list of contacts.
pub const CONTACTS: &str = "/contacts";
/// A new contact.
pub const CONTACT_NEW: &str = "/contacts/new";
/// What somebody has planned.
pub const AGENDA: &str = "/agenda";
/// The rows behind a figure.
pub const FIGURES: &str = "/figures";
/// What people of one's teams have done.
pub const TEAM: &str = "/team";
/// What is done with customers.
pub const ACTIVITIES: &str = "/activities";
/// Mails one has begun.
pub const MAILS: &str = "/mails";
/// Mail that belongs to nobody yet.
pub const INCOMING: &str = "/mails/incoming";
/// Texts that mails begin with.
pub const MAIL_TEMPLATES: &str = "/mails/templates";
/// What one's mails end with.
pub const SIGNATURE: &str = "/profile/signature";
/// The catalogue.
pub const PRODUCTS: &str = "/products";
/// Imports of files.
pub const IMPORTS: &str = "/imports";
/// A new import.
pub const IMPORT_NEW: &str = "/imports/new";
/// Administration.
pub const SETTINGS: &str = "/settings";
/// What was deleted.
pub const BIN: &str = "/bin";
/// One's own settings.
pub const PROFILE: &str = "/profile";
/// What one was told.
pub const NOTIFICATIONS: &str = "/notifications";
/// Agendas that calendar programs read.
pub const CALENDARS: &str = "/calendars";
/// One's own of those.
pub const OWN_CALENDARS: &str = "/profile/calendars";
/// What one wants to be told.
pub const OWN_NOTIFICATIONS: &str = "/profile/notifications";
/// One's own second factor.
pub const FACTOR: &str = "/profile/factor";
/// One's own account at the provider people may sign in through.
pub const OWN_PROVIDER: &str = "/profile/provider";
/// Where one stops acting for somebody.
pub const ACTING_END: &str = "/acting/removal";
/// Search.
pub const SEARCH: &str = "/search";

/// Sign in, then go on to where one wanted to go.
pub fn sign_in(wanted: &str) -> String {
    if wanted.is_empty() || wanted == HOME {
        return SIGN_IN.to_owned();
    }
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("return", wanted).finish();
    format!("{SIGN_IN}?{query}")
}

/// Where people leave for the provider, to come back to where they wanted to go.
pub fn provider(wanted: &str) -> String {
    let wanted = own_path(wanted).filter(|wanted| *wanted != HOME);
    let query = |wanted| url::form_urlencoded::Serializer::new(String::new()).append_pair("return", wanted).finish();
    wanted.map_or_else(|| PROVIDER.to_owned(), |wanted| format!("{PROVIDER}?{}", query(wanted)))
}

/// Is this where a second factor is set up? Whoever still needs one reaches nothing else.
pub fn leads_to_factor(here: &str) -> bool {
    let path = here.split('?').next().unwrap_or("");
    path.strip_prefix(FACTOR).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A lead.
pub fn lead(id: i64) -> String {
    format!("{LEADS}/{id}")
}

/// An account.
pub fn account(id: i64) -> String {
    format!("{ACCOUNTS}/{id}")
}

/// A contact.
pub fn contact(id: i64) -> String {
    format!("{CONTACTS}/{id}")
}

/// An opportunity.
pub fn opportunity(id: i64) -> String {
    format!("{OPPORTUNITIES}/{id}")
}

/// An activity.
pub fn activity(id: i64) -> String {
    format!("{ACTIVITIES}/{id}")
}

/// A mail: while it is written, its form.
pub fn mail(id: i64) -> String {
    format!("{MAILS}/{id}")
}

/// A text that mails begin with.
pub fn mail_template(id: i64) -> String {
    format!("{MAIL_TEMPLATES}/{id}")
}

/// What one of them has done.
pub fn team_person(id: i64) -> String {
    format!("{TEAM}/people/{id}")
}

/// Where a record is deleted; `record` is its page.
pub fn removal(record: &str) -> String {
    format!("{record}/removal")
}

/// Where a record is merged with another one; `record` is its page.
pub fn merger(record: &str) -> String {
    format!("{record}/merger")
}

/// Where a row of the bin is restored.
pub fn restoration(row: i64) -> String {
    format!("{BIN}/{row}/restoration")
}

/// A product, on its form.
pub fn product(id: i64) -> String {
    format!("{PRODUCTS}/{id}")
}

/// A product where it is looked at: among the others.
pub fn product_listed(id: i64) -> String {
    format!("{PRODUCTS}#product-{id}")
}

/// An import.
pub fn import(id: i64) -> String {
    format!("{IMPORTS}/{id}")
}

/// Where what a request did is taken back.
pub fn undo(request: &str) -> String {
    format!("/undo/{request}")
}

/// Is this address a person's alone, whoever stands in for them?
pub fn is_personal(here: &str) -> bool {
    let path = here.split(['?', '#']).next().unwrap_or("");
    path.strip_prefix(PROFILE).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Does a form of this address end acting for somebody?
pub fn ends_acting(here: &str) -> bool {
    here == ACTING_END
}

/// The longest address of ours that is gone back to: browsers and proxies take no longer header.
const LONGEST: usize = 8000;

/// A path of our own to go back to, from what a browser sent; anything else leads nowhere. No address of ours has a
/// character that cannot be seen: some end a header, some are left out by a browser before it reads what follows.
pub fn own_path(given: &str) -> Option<&str> {
    if given.len() > LONGEST {
        return None;
    }
    let strange = |c: char| c == '\\' || c.is_control();
    let ours = given.starts_with('/') && !given.starts_with("//") && !given.contains(strange);
    ours.then_some(given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_way_back_leads_to_another_site() {
        for foreign in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "",
            "/\t/evil",
            "/\u{1}",
        ] {
            assert_eq!(own_path(foreign), None, "{foreign}");
        }
        assert_eq!(own_path("/leads?state=open"), Some("/leads?state=open"));
        assert_eq!(own_path(&format!("/leads?q={}", "x".repeat(8000))), None);
    }
}
