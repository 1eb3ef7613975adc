# Tags: the company's own words for leads, customers and opportunities

tags-field = Tags
tags-filter = Tag
tags-any = Any
tags-add = Add tags
tags-hint = One or several of the company's words, with commas between.
tags-said-saved = Tags of { $record } saved.
tags-problem-none = Type at least one tag.
tags-problem-unknown = { $tags }: not among the company's tags. An administrator keeps the list.
tags-problem-retired = The tag { $tag } is no longer in use.
tags-problem-many =
    { $n ->
       *[other] A record carries at most { $n } tags.
    }
