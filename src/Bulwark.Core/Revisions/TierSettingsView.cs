namespace Bulwark.Core.Revisions;

/// <summary>Answer of <c>/settings</c> on a control socket: under which revision the tier runs.</summary>
/// <param name="Tier">Name of the tier.</param>
/// <param name="Revision">The revision that it runs under.</param>
/// <param name="Prepared">A revision that it could be told to take over now.</param>
/// <param name="ProcessId">The process that runs it.</param>
/// <param name="StartedAt">When it began to listen, in UTC.</param>
public sealed record TierSettingsView(string Tier, int Revision, int? Prepared, int ProcessId, DateTimeOffset StartedAt)
{
    /// <summary>What was added to every default port, so that whoever wants to reach the tier need not be told.</summary>
    public int PortOffset { get; init; }
}
