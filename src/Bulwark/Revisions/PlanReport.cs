namespace Bulwark.Revisions;

/// <summary>Answer of <c>bulwark plan</c>.</summary>
/// <param name="File">The settings file.</param>
/// <param name="Revision">The revision in force.</param>
/// <param name="Changes">What <c>apply</c> would change.</param>
/// <param name="Problems">What hinders it, each as <c>FILE:LINE: path message</c>.</param>
/// <param name="Warnings">Weaker choices that are allowed, in the same form.</param>
/// <param name="RolledBack">True when the file still says what was rolled back.</param>
internal sealed record PlanReport(
    string File, int Revision, IReadOnlyList<SettingsChange> Changes, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings, bool RolledBack)
{
    /// <summary>False when no tier runs: then everything takes effect at the next start.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Unless the revision in force is confirmed by then, the last confirmed one is in force again.</summary>
    public DateTimeOffset? ConfirmBy { get; init; }
}
