//! The board on which who leads people reads what they have done, person by person and team by team, and the page of each
//! person for the talk of the two. Every figure is a measure ([`crate::measures`]) and leads to its rows; a person is compared
//! with their own weeks before, never with others.

mod board;
mod person;

crate::routes! {
    get "/team" => board::show,
    get "/team/people/{id:[0-9]+}" => person::show,
    post "/team/people/{id:[0-9]+}/talks" => person::talk,
}
