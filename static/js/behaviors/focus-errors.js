// After a form failed, the keyboard and the screen reader start at the summary of what is wrong.
behaviors["focus-errors"] = summary => summary.focus();
