//! Every table as diesel sees it. Written by hand in step with `migrations/`; a test compares both databases with it.

#![expect(missing_docs, reason = "columns say their names; their meaning stands in the migrations")]

diesel::table! {
    organization (id) {
        id -> BigInt,
        name -> Text,
        currency -> Text,
        zone -> Text,
        country -> Text,
        fiscal_month -> BigInt,
        first_weekday -> BigInt,
        lead_cap -> BigInt,
        inactive_after_days -> BigInt,
        demo -> Bool,
        revision -> BigInt,
        version -> BigInt,
        words_stale -> Bool,
        factor_roles -> Text,
        amounts_hidden -> Text,
        personal_hidden -> Text,
        bin_days -> BigInt,
    }
}

diesel::table! {
    saved_views (id) {
        id -> BigInt,
        version -> BigInt,
        list -> Text,
        name -> Text,
        query -> Text,
        shown -> Text,
        sort -> Text,
        owner_id -> BigInt,
        shared -> Text,
        team_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    bookmarks (user_id, kind, entity, record_id) {
        user_id -> BigInt,
        kind -> Text,
        entity -> Text,
        record_id -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    first_views (id) {
        id -> BigInt,
        list -> Text,
        user_id -> Nullable<BigInt>,
        role -> Text,
        view_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    secrets (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    teams (id) {
        id -> BigInt,
        version -> BigInt,
        name -> Text,
        parent_id -> Nullable<BigInt>,
        shares_records -> Bool,
        active -> Bool,
    }
}

diesel::table! {
    users (id) {
        id -> BigInt,
        version -> BigInt,
        name -> Text,
        email -> Nullable<Text>,
        email_key -> Nullable<Text>,
        password_hash -> Nullable<Text>,
        roles -> Text,
        team_id -> BigInt,
        sees_amounts -> Bool,
        active -> Bool,
        locale -> Text,
        zone -> Text,
        theme -> Text,
        density -> Text,
        keys_on -> Bool,
        external_id -> Nullable<Text>,
        created_at -> Timestamp,
        has_factor -> Bool,
    }
}

diesel::table! {
    sessions (token_hash) {
        token_hash -> Text,
        user_id -> BigInt,
        created_at -> Timestamp,
        seen_at -> Timestamp,
        address -> Text,
        agent -> Text,
        acting_for -> Nullable<BigInt>,
    }
}

diesel::table! {
    one_time_links (token_hash) {
        token_hash -> Text,
        user_id -> BigInt,
        kind -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    sign_ins (id) {
        id -> BigInt,
        user_id -> BigInt,
        at -> Timestamp,
        address -> Text,
        agent -> Text,
        outcome -> Text,
        way -> Text,
    }
}

diesel::table! {
    factors (id) {
        id -> BigInt,
        user_id -> BigInt,
        kind -> Text,
        name -> Text,
        secret -> Text,
        used -> BigInt,
        created_at -> Timestamp,
        credential_id -> Nullable<Text>,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    passkey_challenges (token_hash) {
        token_hash -> Text,
        user_id -> Nullable<BigInt>,
        state -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    recovery_codes (user_id, code_hash) {
        user_id -> BigInt,
        code_hash -> Text,
    }
}

diesel::table! {
    security_notices (id) {
        id -> BigInt,
        user_id -> BigInt,
        actor_id -> BigInt,
        at -> Timestamp,
        kind -> Text,
        told -> Bool,
    }
}

diesel::table! {
    provider_links (issuer, subject) {
        issuer -> Text,
        subject -> Text,
        user_id -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    provider_states (state) {
        state -> Text,
        used_at -> Timestamp,
    }
}

diesel::table! {
    outbox (id) {
        id -> BigInt,
        recipient -> Text,
        kind -> Text,
        subject -> Text,
        body -> Text,
        created_at -> Timestamp,
        tries -> BigInt,
        next_try_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        failed_at -> Nullable<Timestamp>,
        last_error -> Text,
    }
}

diesel::table! {
    jobs (name) {
        name -> Text,
        next_at -> Timestamp,
        asked -> Bool,
        runs -> BigInt,
        holder -> Text,
        held_until -> Nullable<Timestamp>,
        began_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        took_ms -> BigInt,
        dealt -> BigInt,
        node -> Text,
        failures -> BigInt,
        last_error -> Text,
    }
}

diesel::table! {
    throttles (key) {
        key -> Text,
        failures -> BigInt,
        last_at -> Timestamp,
    }
}

diesel::table! {
    form_nonces (nonce) {
        nonce -> Text,
        user_id -> BigInt,
        location -> Text,
        used_at -> Timestamp,
    }
}

diesel::table! {
    pick_items (id) {
        id -> BigInt,
        version -> BigInt,
        list -> Text,
        name -> Text,
        code -> Text,
        position -> BigInt,
        active -> Bool,
    }
}

diesel::table! {
    currencies (code) {
        code -> Text,
        active -> Bool,
    }
}

diesel::table! {
    rates (id) {
        id -> BigInt,
        currency -> Text,
        valid_from -> Date,
        rate -> BigInt,
    }
}

diesel::table! {
    pipelines (id) {
        id -> BigInt,
        version -> BigInt,
        name -> Text,
        position -> BigInt,
        active -> Bool,
    }
}

diesel::table! {
    stages (id) {
        id -> BigInt,
        version -> BigInt,
        pipeline_id -> BigInt,
        name -> Text,
        kind -> Text,
        probability -> BigInt,
        position -> BigInt,
        quiet_days -> BigInt,
        required -> Text,
        colour -> BigInt,
        retired_into -> Nullable<BigInt>,
    }
}

diesel::table! {
    products (id) {
        id -> BigInt,
        version -> BigInt,
        name -> Text,
        name_key -> Text,
        family -> Text,
        price_minor -> Nullable<BigInt>,
        currency -> Text,
        active -> Bool,
        external_id -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    accounts (id) {
        id -> BigInt,
        version -> BigInt,
        name -> Text,
        parent_id -> Nullable<BigInt>,
        industry_id -> Nullable<BigInt>,
        employees -> Nullable<BigInt>,
        founded -> Nullable<BigInt>,
        revenue_minor -> Nullable<BigInt>,
        currency -> Text,
        domain -> Text,
        website -> Text,
        emails -> Text,
        phones -> Text,
        street -> Text,
        postcode -> Text,
        city -> Text,
        region -> Text,
        country -> Text,
        shipping -> Text,
        payment_terms -> Text,
        notes -> Text,
        owner_id -> Nullable<BigInt>,
        team_id -> BigInt,
        lifecycle -> Text,
        lifecycle_pinned -> Bool,
        lifecycle_reason -> Text,
        external_id -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        tags -> Text,
        sort_name -> Text,
        search_text -> Text,
    }
}

diesel::table! {
    contacts (id) {
        id -> BigInt,
        version -> BigInt,
        name -> Text,
        title -> Text,
        individual -> Bool,
        website -> Text,
        emails -> Text,
        phones -> Text,
        street -> Text,
        postcode -> Text,
        city -> Text,
        region -> Text,
        country -> Text,
        notes -> Text,
        owner_id -> Nullable<BigInt>,
        team_id -> BigInt,
        lifecycle -> Text,
        lifecycle_pinned -> Bool,
        lifecycle_reason -> Text,
        external_id -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        tags -> Text,
        sort_name -> Text,
        search_text -> Text,
    }
}

diesel::table! {
    contact_accounts (contact_id, account_id) {
        contact_id -> BigInt,
        account_id -> BigInt,
        role -> Text,
        is_primary -> Bool,
    }
}

diesel::table! {
    leads (id) {
        id -> BigInt,
        version -> BigInt,
        state -> Text,
        status_id -> BigInt,
        name -> Text,
        company -> Text,
        title -> Text,
        emails -> Text,
        phones -> Text,
        website -> Text,
        street -> Text,
        postcode -> Text,
        city -> Text,
        region -> Text,
        country -> Text,
        source_id -> BigInt,
        buying_role_id -> Nullable<BigInt>,
        need -> Text,
        need_note -> Text,
        budget -> Text,
        budget_minor -> Nullable<BigInt>,
        timeframe -> Text,
        authority -> Text,
        product_interest -> Text,
        value_minor -> Nullable<BigInt>,
        currency -> Text,
        notes -> Text,
        owner_id -> Nullable<BigInt>,
        team_id -> BigInt,
        claimed_at -> Nullable<Timestamp>,
        first_contact_at -> Nullable<Timestamp>,
        closed_at -> Nullable<Timestamp>,
        close_reason_id -> Nullable<BigInt>,
        close_note -> Text,
        account_id -> Nullable<BigInt>,
        contact_id -> Nullable<BigInt>,
        opportunity_id -> Nullable<BigInt>,
        external_id -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        tags -> Text,
        sort_name -> Text,
        search_text -> Text,
    }
}

diesel::table! {
    opportunities (id) {
        id -> BigInt,
        version -> BigInt,
        name -> Text,
        account_id -> Nullable<BigInt>,
        contact_id -> Nullable<BigInt>,
        product_id -> Nullable<BigInt>,
        kind -> Text,
        pipeline_id -> BigInt,
        stage_id -> BigInt,
        stage_since -> Timestamp,
        moved_version -> BigInt,
        amount_minor -> Nullable<BigInt>,
        currency -> Text,
        probability -> BigInt,
        probability_overridden -> Bool,
        expected_close -> Nullable<Date>,
        next_step -> Text,
        next_step_on -> Nullable<Date>,
        last_contact_at -> Nullable<Timestamp>,
        incumbent -> Text,
        incumbent_dropped -> Bool,
        competitors -> Text,
        payment_terms -> Text,
        campaign -> Text,
        notes -> Text,
        source_id -> Nullable<BigInt>,
        source_lead_id -> Nullable<BigInt>,
        owner_id -> Nullable<BigInt>,
        team_id -> BigInt,
        closed_on -> Nullable<Date>,
        closed_at -> Nullable<Timestamp>,
        actual_minor -> Nullable<BigInt>,
        lost_reason_id -> Nullable<BigInt>,
        lost_text -> Text,
        lost_to -> Text,
        external_id -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        tags -> Text,
        sort_name -> Text,
        search_text -> Text,
    }
}

diesel::table! {
    opportunity_contacts (opportunity_id, contact_id) {
        opportunity_id -> BigInt,
        contact_id -> BigInt,
        role -> Text,
    }
}

diesel::table! {
    stage_spells (id) {
        id -> BigInt,
        opportunity_id -> BigInt,
        stage_id -> BigInt,
        stage_name -> Text,
        stage_kind -> Text,
        entered_at -> Timestamp,
        left_at -> Nullable<Timestamp>,
        moved_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    closures (id) {
        id -> BigInt,
        opportunity_id -> BigInt,
        kind -> Text,
        stage_id -> BigInt,
        stage_name -> Text,
        closed_on -> Date,
        closed_at -> Timestamp,
        amount_minor -> BigInt,
        currency -> Text,
        rate -> Nullable<BigInt>,
        rate_from -> Nullable<Date>,
        owner_id -> Nullable<BigInt>,
        team_id -> BigInt,
        reason -> Text,
        reason_text -> Text,
        competitor -> Text,
        closed_by -> BigInt,
        reopened_at -> Nullable<Timestamp>,
        reopened_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    identity_keys (entity, record_id, kind, key) {
        entity -> Text,
        record_id -> BigInt,
        kind -> Text,
        key -> Text,
    }
}

diesel::table! {
    journal (id) {
        id -> BigInt,
        at -> Timestamp,
        actor_id -> Nullable<BigInt>,
        on_behalf_of -> Nullable<BigInt>,
        request_id -> Text,
        batch_id -> Nullable<BigInt>,
        entity -> Text,
        record_id -> BigInt,
        version -> BigInt,
        action -> Text,
    }
}

diesel::table! {
    journal_values (journal_id, field) {
        journal_id -> BigInt,
        field -> Text,
        before -> Nullable<Text>,
        after -> Nullable<Text>,
    }
}

diesel::table! {
    journal_requests (request_id) {
        request_id -> Text,
        at -> Timestamp,
        actor_id -> Nullable<BigInt>,
        on_behalf_of -> Nullable<BigInt>,
        address -> Text,
        agent -> Text,
        reversible -> Bool,
        undoes -> Nullable<Text>,
    }
}

diesel::table! {
    batches (id) {
        id -> BigInt,
        kind -> Text,
        title -> Text,
        file_hash -> Text,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
        rows_total -> BigInt,
        rows_created -> BigInt,
        rows_updated -> BigInt,
        rows_skipped -> BigInt,
        rows_wrong -> BigInt,
        reverted_at -> Nullable<Timestamp>,
        reverted_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    bin (id) {
        id -> BigInt,
        entity -> Text,
        record_id -> BigInt,
        name -> Text,
        owner_id -> Nullable<BigInt>,
        team_id -> Nullable<BigInt>,
        deleted_at -> Timestamp,
        deleted_by -> Nullable<BigInt>,
        together_id -> Nullable<BigInt>,
        record -> Text,
        parts -> Text,
        links -> Text,
    }
}

diesel::table! {
    merges (id) {
        id -> BigInt,
        entity -> Text,
        loser_id -> BigInt,
        winner_id -> BigInt,
        through_id -> BigInt,
        merged_at -> Timestamp,
        undoing -> Text,
    }
}

diesel::table! {
    imports (batch_id) {
        batch_id -> BigInt,
        entity -> Text,
        state -> Text,
        options -> Text,
        report -> Text,
        file -> Text,
        rows_expected -> BigInt,
        touched_at -> Timestamp,
        failure -> Text,
    }
}

diesel::table! {
    import_wrong_rows (batch_id, line) {
        batch_id -> BigInt,
        line -> BigInt,
        cells -> Text,
        reason -> Text,
    }
}

diesel::table! {
    record_counts (entity, part, facet, item_id, team_id, owner_id) {
        entity -> Text,
        part -> Text,
        facet -> Text,
        item_id -> BigInt,
        team_id -> BigInt,
        owner_id -> BigInt,
        n -> BigInt,
    }
}

diesel::table! {
    deal_totals (team_id, owner_id, pipeline_id, closed_on, stage_id, currency) {
        team_id -> BigInt,
        owner_id -> BigInt,
        pipeline_id -> BigInt,
        closed_on -> Date,
        stage_id -> BigInt,
        currency -> Text,
        n -> BigInt,
        amount_minor -> BigInt,
        weighted_minor -> BigInt,
    }
}

diesel::table! {
    timeline (host, host_id, at, source, source_id) {
        host -> Text,
        host_id -> BigInt,
        at -> Timestamp,
        source -> Text,
        source_id -> BigInt,
        entity -> Text,
        record_id -> BigInt,
    }
}

diesel::table! {
    tags (id) {
        id -> BigInt,
        version -> BigInt,
        name -> Text,
        name_key -> Text,
        active -> Bool,
        merged_into -> Nullable<BigInt>,
    }
}

diesel::table! {
    taggings (entity, record_id, tag_id) {
        entity -> Text,
        record_id -> BigInt,
        tag_id -> BigInt,
    }
}

diesel::table! {
    selections (id) {
        id -> BigInt,
        viewer_id -> BigInt,
        entity -> Text,
        back -> Text,
        records -> Text,
        chosen -> BigInt,
        cut -> Bool,
        created_at -> Timestamp,
        batch_id -> Nullable<BigInt>,
        change -> Text,
        done -> BigInt,
        undone -> Nullable<BigInt>,
        kept -> BigInt,
    }
}

diesel::table! {
    bulk_skips (batch_id, record_id) {
        batch_id -> BigInt,
        record_id -> BigInt,
        reason -> Text,
        detail -> Text,
    }
}

diesel::table! {
    shares (id) {
        id -> BigInt,
        entity -> Text,
        record_id -> BigInt,
        person_id -> Nullable<BigInt>,
        team_id -> Nullable<BigInt>,
        may_edit -> Bool,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    delegations (id) {
        id -> BigInt,
        person_id -> BigInt,
        stand_in_id -> BigInt,
        from_on -> Date,
        until_on -> Date,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        ended_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    activities (id) {
        id -> BigInt,
        version -> BigInt,
        kind -> Text,
        state -> Text,
        subject -> Text,
        notes -> Text,
        place -> Text,
        direction -> Nullable<Text>,
        priority -> Text,
        outcome_id -> Nullable<BigInt>,
        lead_id -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        contact_id -> Nullable<BigInt>,
        opportunity_id -> Nullable<BigInt>,
        day -> Nullable<Date>,
        until_day -> Nullable<Date>,
        starts_at -> Nullable<Timestamp>,
        zone -> Text,
        minutes -> Nullable<BigInt>,
        remind -> Nullable<BigInt>,
        repeats -> Nullable<Text>,
        repeats_until -> Nullable<Date>,
        repeats_at -> Nullable<Time>,
        series_id -> Nullable<BigInt>,
        apart_from -> Nullable<Date>,
        settled_at -> Nullable<Timestamp>,
        people -> Text,
        guests -> Text,
        owner_id -> Nullable<BigInt>,
        team_id -> BigInt,
        external_id -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    activity_people (activity_id, user_id, contact_id) {
        activity_id -> BigInt,
        user_id -> Nullable<BigInt>,
        contact_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    notifications (id) {
        id -> BigInt,
        user_id -> BigInt,
        event -> Text,
        key -> Text,
        entity -> Text,
        record_id -> BigInt,
        n -> BigInt,
        actor_id -> Nullable<BigInt>,
        at -> Timestamp,
        in_tray -> Bool,
        read_at -> Nullable<Timestamp>,
        by_mail -> Bool,
        mailed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    notification_choices (user_id, event) {
        user_id -> BigInt,
        event -> Text,
        in_tray -> Bool,
        by_mail -> Bool,
    }
}

diesel::table! {
    digests (user_id) {
        user_id -> BigInt,
        hour -> BigInt,
        last_on -> Nullable<Date>,
    }
}

diesel::table! {
    reminders (activity_id, user_id) {
        activity_id -> BigInt,
        user_id -> BigInt,
        due_at -> Timestamp,
        told_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    calendar_feeds (id) {
        id -> BigInt,
        user_id -> BigInt,
        agenda -> Text,
        nonce -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    mails (id) {
        id -> BigInt,
        version -> BigInt,
        activity_id -> Nullable<BigInt>,
        state -> Text,
        author_id -> Nullable<BigInt>,
        entity -> Text,
        record_id -> BigInt,
        answers_id -> Nullable<BigInt>,
        refs -> Text,
        message_id -> Text,
        sender -> Text,
        reply_to -> Text,
        chosen -> Text,
        recipients -> Text,
        copies -> Text,
        subject -> Text,
        body -> Text,
        html -> Text,
        outbox_id -> Nullable<BigInt>,
        trouble -> Text,
        at -> Nullable<Timestamp>,
        unfiled -> Bool,
        orphaned_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    mail_files (id) {
        id -> BigInt,
        mail_id -> BigInt,
        name -> Text,
        media_type -> Text,
        bytes -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    mail_templates (id) {
        id -> BigInt,
        version -> BigInt,
        owner_id -> Nullable<BigInt>,
        name -> Text,
        language -> Text,
        subject -> Text,
        body -> Text,
        active -> Bool,
    }
}

diesel::table! {
    signatures (user_id) {
        user_id -> BigInt,
        body -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    mails,
    mail_files,
    mail_templates,
    signatures,
    calendar_feeds,
    activities,
    activity_people,
    notifications,
    notification_choices,
    digests,
    reminders,
    organization,
    secrets,
    teams,
    users,
    sessions,
    one_time_links,
    sign_ins,
    factors,
    passkey_challenges,
    recovery_codes,
    security_notices,
    provider_links,
    provider_states,
    outbox,
    jobs,
    throttles,
    form_nonces,
    pick_items,
    currencies,
    rates,
    pipelines,
    stages,
    products,
    accounts,
    contacts,
    contact_accounts,
    leads,
    opportunities,
    opportunity_contacts,
    stage_spells,
    closures,
    identity_keys,
    journal,
    journal_values,
    journal_requests,
    batches,
    bin,
    merges,
    imports,
    import_wrong_rows,
    tags,
    taggings,
    selections,
    bulk_skips,
    shares,
    delegations,
    saved_views,
    first_views,
    bookmarks,
);
