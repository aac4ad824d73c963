namespace Bulwark.Core.Usage;

/// <summary>What is known of the usage of one thing.</summary>
/// <param name="Since">From when on its usage would have been noticed.</param>
/// <param name="LastUsed">When it was last used, to the hour; null: never since then.</param>
public sealed record UsageEntry(DateTimeOffset Since, DateTimeOffset? LastUsed)
{
    /// <summary>Until when it is known to have been of use, at most.</summary>
    public DateTimeOffset QuietSince => LastUsed ?? Since;
}
