# Letters sent by mail. Plain text, without marks around names.

mail-invitation-subject = Your invitation to Fursa at { $company }
mail-invitation-body =
    Hello { $name },

    you can use Fursa at { $company } from now on. Choose the password you will sign in with:

    { $link }

    The link works once, for { $n ->
        [one] { $n } day
       *[other] { $n } days
    }. Afterwards, ask your administrator for a new one.

mail-reset-subject = A new password for Fursa at { $company }
mail-reset-body =
    Hello { $name },

    somebody, probably you, asked for a new password for Fursa at { $company }. Choose it here:

    { $link }

    The link works once, for { $n ->
        [one] { $n } hour
       *[other] { $n } hours
    }. If you did not ask for it, there is nothing to do: your password stays as it is.

mail-notice-subject = { $what }: your sign-in for Fursa at { $company }
mail-notice-body =
    Hello { $name },

    your sign-in for Fursa at { $company } has changed just now. { $what }.

    If this was not you, tell your administrator now.

    { $link }
mail-changed-subject = Your password for Fursa at { $company } was changed
mail-changed-body =
    Hello { $name },

    your password for Fursa at { $company } was just changed with a one-time link, and you were signed out everywhere.

    If this was not you, tell your administrator now.

    { $link }
mail-delegated-subject = { $stand_in } stands in for { $person }
mail-delegated-body =
    Hello { $name },

    { $stand_in } stands in for { $person } in Fursa at { $company } from { $from } until { $until }. What they do in that name is kept in the journal with both names.

    If this surprises you, tell your administrator now.

    { $link }
mail-delegation-ended-subject = { $stand_in } no longer stands in for { $person }
mail-delegation-ended-body =
    Hello { $name },

    that { $stand_in } stands in for { $person } in Fursa at { $company } from { $from } until { $until } was revoked.

    { $link }
