namespace Bulwark.Core.Revisions;

/// <summary>The revision that every tier is to run under.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Since">Since when.</param>
/// <param name="Order">The order in which tiers take it over.</param>
/// <param name="IsByItself">True when nobody confirmed its successor: then no command leads the tiers, each goes by the clock.</param>
public sealed record IntendedRevision(int Number, DateTimeOffset Since, IReadOnlyList<string> Order, bool IsByItself);
