namespace Bulwark.Waf.Rules.Resolution;

/// <summary>A rule with what it is chained with, or a marker (then <paramref name="Marker"/> is its name and there are no links).</summary>
internal sealed record RuleDraft(IReadOnlyList<LinkDraft> Links, string? Marker = null);
