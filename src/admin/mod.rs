//! Settings an administrator keeps: people, teams, pipelines and stages, pick lists, tags, currencies and
//! rates, who sees which fields, the company; and what the program does
//! by itself.

mod company;
mod currencies;
mod door;
mod fields;
mod follow;
mod gate;
mod index;
mod jobs;
mod journal;
mod letters;
mod order;
mod people;
mod picks;
mod pipelines;
mod provider;
mod records;
mod sign_ins;
mod tags;
mod teams;
mod visibility;

crate::routes! {
    get "/settings" => index::show,
    get "/settings/journal" => journal::show,
    get "/settings/journal/export" => journal::export,
    get "/settings/jobs" => jobs::show,
    post "/settings/jobs/{job}/run" => jobs::run,
    get "/settings/mail" => letters::show,
    post "/settings/mail/{id:[0-9]+}/resend" => letters::resend,
    post "/settings/mail/{id:[0-9]+}/removal" => letters::discard,
    get "/settings/people" => people::list,
    get "/settings/people/new" => people::blank,
    post "/settings/people" => people::create,
    get "/settings/people/{id:[0-9]+}" => people::show,
    post "/settings/people/{id:[0-9]+}" => people::update,
    get "/settings/people/{id:[0-9]+}/deactivation" => people::ask_deactivation,
    post "/settings/people/{id:[0-9]+}/deactivation" => people::deactivate,
    post "/settings/people/{id:[0-9]+}/activation" => people::activate,
    post "/settings/people/{id:[0-9]+}/link" => people::renew_link,
    get "/settings/handovers/{id:[0-9]+}" => people::show_handover,
    get "/settings/people/{id:[0-9]+}/sign-ins" => sign_ins::show,
    post "/settings/people/{id:[0-9]+}/factor/removal" => sign_ins::remove_factor,
    get "/settings/people/{id:[0-9]+}/provider" => provider::show,
    post "/settings/people/{id:[0-9]+}/provider/removal" => provider::remove,
    get "/settings/teams" => teams::list,
    get "/settings/teams/new" => teams::blank,
    post "/settings/teams" => teams::create,
    get "/settings/teams/{id:[0-9]+}" => teams::show,
    post "/settings/teams/{id:[0-9]+}" => teams::update,
    get "/settings/pipelines" => pipelines::list,
    get "/settings/pipelines/new" => pipelines::blank,
    post "/settings/pipelines" => pipelines::create,
    get "/settings/pipelines/{id:[0-9]+}" => pipelines::show,
    post "/settings/pipelines/{id:[0-9]+}" => pipelines::update,
    post "/settings/pipelines/{id:[0-9]+}/place" => pipelines::place,
    get "/settings/pipelines/{id:[0-9]+}/stages/new" => pipelines::blank_stage,
    post "/settings/pipelines/{id:[0-9]+}/stages" => pipelines::create_stage,
    get "/settings/stages/{id:[0-9]+}" => pipelines::show_stage,
    post "/settings/stages/{id:[0-9]+}" => pipelines::update_stage,
    post "/settings/stages/{id:[0-9]+}/place" => pipelines::place_stage,
    get "/settings/stages/{id:[0-9]+}/retirement" => pipelines::ask_retirement,
    post "/settings/stages/{id:[0-9]+}/retirement" => pipelines::retire,
    get "/settings/lists" => picks::index,
    get "/settings/lists/{list}" => picks::show,
    post "/settings/lists/{list}" => picks::add,
    get "/settings/list-items/{id:[0-9]+}" => picks::item,
    post "/settings/list-items/{id:[0-9]+}" => picks::update,
    post "/settings/list-items/{id:[0-9]+}/place" => picks::place,
    get "/settings/tags" => tags::list,
    post "/settings/tags" => tags::add,
    get "/settings/tags/{id:[0-9]+}" => tags::show,
    post "/settings/tags/{id:[0-9]+}" => tags::update,
    post "/settings/tags/{id:[0-9]+}/merger" => tags::merge,
    post "/settings/tags/{id:[0-9]+}/merger/removal" => tags::separate,
    get "/settings/currencies" => currencies::show,
    post "/settings/currencies" => currencies::add,
    post "/settings/currencies/{code}/removal" => currencies::remove,
    post "/settings/rates" => currencies::enter,
    post "/settings/rates/{id:[0-9]+}/removal" => currencies::remove_rate,
    get "/settings/sign-in" => door::show,
    post "/settings/sign-in" => door::update,
    get "/settings/visibility" => visibility::show,
    post "/settings/visibility" => visibility::update,
    get "/settings/company" => company::show,
    post "/settings/company" => company::update,
}
