namespace Bulwark.Status;

/// <summary>Something that could go: it was not used for a long time.</summary>
/// <param name="Kind"><c>ca</c>, <c>client certificate</c>, <c>listener</c>, <c>target group</c> or <c>origin</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="LastUsed">When it was last used, to the hour; null: never since the record began.</param>
/// <param name="Days">Whole days without a use.</param>
/// <param name="Command">What removes it.</param>
internal sealed record UnusedPart(string Kind, string Name, DateTimeOffset? LastUsed, int Days, string Command);
