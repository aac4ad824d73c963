namespace Bulwark.Revisions;

/// <summary>Answer of <c>bulwark apply</c> and <c>bulwark rollback</c>.</summary>
/// <param name="Revision">The revision that is in force now.</param>
/// <param name="Before">The one that was in force before.</param>
/// <param name="Changes">The settings that differ between the two.</param>
/// <param name="Problems">Why nothing was changed; each as <c>FILE:LINE: path message</c>.</param>
/// <param name="Late">What tiers say that have not taken it over yet; they go on trying by themselves.</param>
internal sealed record SwapReport(int Revision, int Before, IReadOnlyList<SettingsChange> Changes, IReadOnlyList<string> Problems, IReadOnlyList<string> Late)
{
    /// <summary>Unless it is confirmed by then, the last confirmed revision is in force again.</summary>
    public DateTimeOffset? ConfirmBy { get; init; }

    /// <summary>True when the settings file is invalid by itself, whatever runs.</summary>
    public bool IsInvalid { get; init; }

    /// <summary>Weaker choices that the settings file makes, each as <c>FILE:LINE: path message</c>.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The tiers that run and were told.</summary>
    public IReadOnlyList<string> Tiers { get; init; } = [];

    /// <summary>Where the settings file was written, and what it said before was kept.</summary>
    public IReadOnlyList<string> Written { get; init; } = [];
}
