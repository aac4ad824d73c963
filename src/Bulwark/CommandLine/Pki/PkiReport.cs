namespace Bulwark.CommandLine.Pki;

/// <summary>Answer of the <c>pki</c> verbs that change something.</summary>
/// <param name="Verb">What was done: <c>issue</c>, <c>rotate leaf</c>, <c>revoke</c> ...</param>
/// <param name="Names">The certificates that it was done to; for <c>reload</c> the tiers that run and read them again.</param>
/// <param name="Files">The files that were written.</param>
/// <param name="Settings">The settings that counted: <c>revision 3</c>, or the settings file as long as nothing is in force.</param>
internal sealed record PkiReport(string Verb, IReadOnlyList<string> Names, IReadOnlyList<string> Files, string Settings)
{
    /// <summary>The serial number that was revoked.</summary>
    public string? Serial { get; init; }

    /// <summary>How long a CA that goes is still trusted.</summary>
    public DateTimeOffset? TrustedUntil { get; init; }

    /// <summary>What is left to do; null: nothing.</summary>
    public string? Next { get; init; }
}
